# WA
echo 4
sleep 0.2
exit 1
