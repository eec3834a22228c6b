# Run-time error: recurses once a number, too deep for Python from a thousand numbers on.
import sys


def weighted(i):
    return 0 if i == len(x) else x[i] * (2 * i - n + 1) + weighted(i + 1)


n, *x = map(float, sys.stdin.read().split())
x.sort()
print(weighted(0) / (n * (n - 1) / 2))
