# Accepted, n log n: fast enough in Python too.
import sys

n, *x = map(float, sys.stdin.read().split())
x.sort()
total = sum(value * (2 * i - n + 1) for i, value in enumerate(x))
print(total / (n * (n - 1) / 2))
