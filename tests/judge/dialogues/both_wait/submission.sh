# TLE wall=0.4
read x
