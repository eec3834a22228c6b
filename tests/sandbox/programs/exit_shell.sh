# expect: exit 9
exit 9
