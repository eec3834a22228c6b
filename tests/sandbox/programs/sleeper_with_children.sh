# expect: wall-time
# limits: wall_time=0.3
sleep 1000 &
(trap '' TERM INT HUP; sleep 1000) &
exec sleep 1000
