"""Looks at every pair. O(n²)."""

input()
numbers = input().split()
pairs = 0
for i in range(len(numbers)):
    for j in range(i):
        pairs += numbers[i] == numbers[j]
print(pairs)
