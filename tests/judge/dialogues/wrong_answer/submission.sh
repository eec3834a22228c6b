# WA
read x
echo 4
