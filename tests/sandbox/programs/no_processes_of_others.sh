# expect: exit 0
for folder in /proc/[0-9]*; do
    [ "${folder#/proc/}" -lt 20 ] || exit 1
done
