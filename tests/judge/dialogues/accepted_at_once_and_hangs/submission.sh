# TLE wall=0.4
sleep 1000
