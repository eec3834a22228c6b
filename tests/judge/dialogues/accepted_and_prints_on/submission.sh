# AC
echo 5
sleep 0.1
head -c 300000 /dev/zero
