# Wrong answer: reads the input and prints nothing.
read -r a b
