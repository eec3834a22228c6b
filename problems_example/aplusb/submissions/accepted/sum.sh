# Accepted: Bash calculates in 64 bits.
read -r a b
echo $((a + b))
