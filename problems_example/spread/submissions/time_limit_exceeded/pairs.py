# Time limit exceeded, n^2.
import sys
from itertools import combinations

n, *x = map(float, sys.stdin.read().split())
total = sum(abs(a - b) for a, b in combinations(x, 2))
print(total / (n * (n - 1) / 2))
