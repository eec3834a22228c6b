"""Keeps the last two numbers only. O(n)."""

one, other = 1, 1
for _ in range(int(input())):
    one, other = other, (one + other) % (10**9 + 7)
print(one)
