# Wrong answer: divides by n * n, so counts the pairs of a number with itself.
import sys

n, *x = map(float, sys.stdin.read().split())
x.sort()
total = sum(value * (2 * i - n + 1) for i, value in enumerate(x))
print(total / (n * n / 2))
