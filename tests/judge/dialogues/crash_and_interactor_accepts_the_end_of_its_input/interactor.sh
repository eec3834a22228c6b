read y
exit 42
