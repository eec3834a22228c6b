read y
exit 43
