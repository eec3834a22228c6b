for i in 1 2 3 4 5 6; do echo $i || exit 1; sleep 0.03; done
read y
[ "$y" = 5 ] && exit 42
exit 43
