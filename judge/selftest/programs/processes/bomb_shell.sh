# claim: the shell's fork bomb, in a tame form that counts what lives
# layer: processes
# expect: contained
# limits: processes=16 cpu_time=4
# without: processes

# Nobody ever writes to it: reading from it is a way to sleep that starts nothing.
mkfifo /tmp/silence
exec 9<>/tmp/silence
bomb() {
    if (($1 > 0)); then
        bomb $(($1 - 1)) &
        bomb $(($1 - 1)) &
    fi
    read -r -t 3 -u 9
}
(bomb 5) >/dev/null 2>&1 &
for look in 1 2 3 4 5 6 7 8; do
    read -r -t 0.1 -u 9
    set -- /proc/[0-9]*
    if [ $# -gt 20 ]; then
        echo "ESCAPED: $# processes live where 16 are allowed"
        break
    fi
done
echo contained
