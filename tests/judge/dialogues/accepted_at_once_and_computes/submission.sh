# TLE cpu=0.1
while :; do :; done
