# expect: exit 0
# stdin: word
set -e
[ "$(cat /dev/stdin)" = word ]
echo to nobody >/dev/null
[ "$(head -c 3 /dev/zero | wc -c)" = 3 ]
[ "$(head -c 3 /dev/urandom | wc -c)" = 3 ]
! echo full 2>/dev/null >/dev/full
[ "$(cat <(echo substituted))" = substituted ]
echo through | tee /dev/stderr | cat >/dev/stdout
[ -d /dev/fd/ ] && [ -w /dev/shm ]
