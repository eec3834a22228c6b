# WA
sleep 1000
