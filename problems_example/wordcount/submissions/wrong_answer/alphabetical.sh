# Wrong answer: sorted by word, not by number.
export LC_ALL=C
words=$(tr -s '[:space:]' '\n' | sed '/^$/d')
printf '%s' "$words" | wc -w
printf '%s\n' "$words" | sed '/^$/d' | sort | uniq -c | sed 's/^ *//'
