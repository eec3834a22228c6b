# Time limit exceeded: the answer is right and printed, but the program never ends.
a, b = map(int, input().split())
print(a + b, flush=True)
while True:
    pass
