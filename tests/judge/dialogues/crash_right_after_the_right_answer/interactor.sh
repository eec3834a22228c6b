read y
[ "$y" = 5 ] && exit 42
exit 43
