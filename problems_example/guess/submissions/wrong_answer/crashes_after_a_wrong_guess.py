# WA: what it said is wrong, so that it matters no more how it ends.
import os

n, guesses = map(int, input().split())
print(n + 1, flush=True)
os.abort()
