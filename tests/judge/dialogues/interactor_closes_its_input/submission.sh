# AC
for i in 1 2 3 4 5; do echo $i || exit 1; sleep 0.03; done
