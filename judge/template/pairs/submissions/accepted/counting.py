"""Counts how often each number was there before. O(n)."""

from collections import Counter

input()
seen = Counter()
pairs = 0
for number in input().split():
    pairs += seen[number]
    seen[number] += 1
print(pairs)
