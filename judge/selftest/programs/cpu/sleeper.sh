# claim: it sleeps, so that it uses up no CPU time and never ends
# layer: wall_time
# expect: TLE
# cause: wall-time
# limits: wall_time=0.5
# without: wall_time

trap '' TERM INT HUP ALRM XCPU
sleep 1.5 & sleep 1.5
wait
echo 'ESCAPED: slept 1.5 s under a limit of 0.5 s'
echo done
