# JE
read x
exit 0
