"""Looks at neighbours only."""

input()
numbers = input().split()
print(sum(one == other for one, other in zip(numbers, numbers[1:])))
