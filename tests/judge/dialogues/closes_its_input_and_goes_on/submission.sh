# AC
exec <&-
sleep 0.1
echo 5
