"""Has a table of a thousand places, where the numbers are larger."""

input()
seen = [0] * 1000
pairs = 0
for word in input().split():
    number = int(word)
    pairs += seen[number]
    seen[number] += 1
print(pairs)
