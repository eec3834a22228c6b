echo 5
read y && exit 42
exit 43
