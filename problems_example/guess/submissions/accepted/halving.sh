# AC: a shell flushes what it prints.
read -r high guesses
low=1
while :; do
    middle=$(((low + high) / 2))
    echo $middle
    read -r answer
    case $answer in
    higher) low=$((middle + 1)) ;;
    lower) high=$((middle - 1)) ;;
    *) exit ;;
    esac
done
