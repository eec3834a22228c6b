# AC
sleep 1000 &
read x
echo "$x"
