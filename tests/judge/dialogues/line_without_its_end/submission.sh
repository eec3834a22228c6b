# TLE wall=0.4
printf 5
read x
