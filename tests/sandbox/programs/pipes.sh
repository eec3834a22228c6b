# expect: exit 0
# prints: y
# A writer whose reader leaves dies of SIGPIPE instead of going on.
yes | head -n 1
[ "${PIPESTATUS[0]}" = 141 ]
