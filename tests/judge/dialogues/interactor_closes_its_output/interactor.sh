echo 2
echo 3
exec >&-
read y
[ "$y" = 5 ] && exit 42
exit 43
