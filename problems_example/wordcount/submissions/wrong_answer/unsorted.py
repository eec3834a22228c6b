# Wrong answer: equally frequent words stand in the order of the text.
import sys
from collections import Counter

counts = Counter(sys.stdin.read().split())
print(sum(counts.values()))
for word, number in counts.most_common():
    print(number, word)
