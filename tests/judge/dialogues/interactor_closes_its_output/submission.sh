# AC
sum=0
while read x; do sum=$((sum + x)); done
echo $sum
