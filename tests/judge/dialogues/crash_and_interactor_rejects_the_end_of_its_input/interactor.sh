read y && exit 42
exit 43
