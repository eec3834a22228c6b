# Memory limit exceeded: a list that grows to 1 GiB.
numbers = []
for _ in range(64):
    numbers += [0] * (2 << 20)
print(len(numbers))
