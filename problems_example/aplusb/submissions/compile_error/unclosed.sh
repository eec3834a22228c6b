# Compile error: an if without its fi.
read -r a b
if [ "$a" -gt 0 ]; then
    echo $((a + b))
