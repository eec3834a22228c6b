"""Its table has a place too few."""

ways = [0] * 20
ways[0] = ways[1] = 1
n = int(input())
for rung in range(2, n + 1):
    ways[rung] = ways[rung - 1] + ways[rung - 2]
print(ways[n])
