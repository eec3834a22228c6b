# JE
sleep 1000
