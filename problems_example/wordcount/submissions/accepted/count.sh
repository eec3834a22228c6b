# Accepted: a pipeline of standard tools, each a process of its own.
export LC_ALL=C
words=$(tr -s '[:space:]' '\n' | sed '/^$/d')
printf '%s' "$words" | wc -w
printf '%s\n' "$words" | sed '/^$/d' | sort | uniq -c | sort -k1,1nr -k2 | sed 's/^ *//'
