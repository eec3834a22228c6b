# AC
read x
echo "$x"
