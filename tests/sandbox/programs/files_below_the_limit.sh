# expect: exit 3
# limits: output=1048576
for name in a b c; do
    head -c 1048575 /dev/zero > /tmp/$name || exit 4
done
exit 3
