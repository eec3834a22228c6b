"""Allows steps of three rungs too."""

ways = [1, 1, 2]
for rung in range(3, int(input()) + 1):
    ways.append(sum(ways[-3:]) % (10**9 + 7))
print(ways[-1])
