# claim: a shell with pipelines, process substitution, here-documents, jobs, traps
# expect: AC
# limits: cpu_time=20
# prints: 55 3 same c=3 text 7 trapped

set -euo pipefail

total=$(seq 10 | awk '{ sum += $1 } END { print sum }')
common=$(comm -12 <(printf '%s\n' a b c d | sort) <(printf '%s\n' d c b x | sort) | wc -l)
diff <(seq 100 | sort -rn | tail -1) <(echo 1) >/dev/null && same=same
declare -A count
while read -r letter; do
    count[$letter]=$((${count[$letter]:-0} + 1))
done <<'END'
c
a
c
c
END
text=$(cat <<< "text")
file=$(mktemp)
for part in 1 2 4; do (sleep 0.01; echo $part >> "$file") & done
wait
sum=$(paste -sd+ "$file" | sed 's/.*/echo $((&))/' | bash)
rm "$file"
trap 'heard=trapped' USR1
kill -USR1 $$
printf '%d %d %s c=%d %s %d %s\n' "$total" "$common" "$same" "${count[c]}" "$text" "$sum" "$heard"
