# expect: output-limit
# plain: exit 9
# limits: output=1048576
head -c 2000000 /dev/zero > /tmp/large || exit 9
