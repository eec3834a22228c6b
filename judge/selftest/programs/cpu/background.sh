# claim: a shell computes in background jobs and disowned subshells
# layer: cpu_time
# expect: TLE
# cause: cpu-time
# limits: cpu_time=0.4
# without: cpu_time

work() {
    trap '' TERM XCPU
    for ((i = 0; i < 150000; i++)); do :; done
}
for job in 1 2 3 4; do
    (work &)
    work &
    disown
done
work
while [ "$(ls -d /proc/[0-9]* | wc -l)" -gt 4 ]; do sleep 0.05; done
echo 'ESCAPED: background jobs computed for more than their limit'
echo done
