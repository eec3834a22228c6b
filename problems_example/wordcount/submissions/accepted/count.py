# Accepted: a Counter, sorted by number downwards, then by word.
import sys
from collections import Counter

counts = Counter(sys.stdin.read().split())
print(sum(counts.values()))
for word, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
    print(number, word)
