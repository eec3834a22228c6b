# MLE memory=16777216
read x
x=$(head -c 99000000 /dev/zero | tr "\0" x)
echo 5
