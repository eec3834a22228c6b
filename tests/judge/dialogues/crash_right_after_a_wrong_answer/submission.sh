# WA
echo 4
exit 1
