# Prints nothing at all.
read n
