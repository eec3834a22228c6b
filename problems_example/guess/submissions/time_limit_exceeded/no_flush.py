# TLE: what it prints stays in its own buffer, and both wait.
import sys

n, guesses = map(int, sys.stdin.readline().split())
low, high = 1, n
while True:
    middle = (low + high) // 2
    print(middle)
    answer = sys.stdin.readline().strip()
    if answer == "higher":
        low = middle + 1
    elif answer == "lower":
        high = middle - 1
    else:
        break
