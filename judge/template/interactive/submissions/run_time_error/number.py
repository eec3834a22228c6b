"""Takes the answer for a number, and ends with an exception."""

print(250, flush=True)
print(int(input()), flush=True)
