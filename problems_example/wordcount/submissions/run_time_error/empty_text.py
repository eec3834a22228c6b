# Run-time error: an empty text has no longest word.
import sys
from collections import Counter

counts = Counter(sys.stdin.read().split())
print(sum(counts.values()))
longest = max(map(len, counts))
for word, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
    print(number, word[:longest])
