# TLE wall=0.4
exec >&-
read x
