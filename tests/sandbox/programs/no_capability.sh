# expect: exit 0
grep -E '^Cap(Inh|Prm|Eff|Amb)' /proc/self/status | grep -qv '0000000000000000$' && exit 1
grep -q '^NoNewPrivs:.*1$' /proc/self/status || exit 2
grep -q '^Seccomp:.*2$' /proc/self/status || exit 3
