# claim: Python reads 100 MiB of standard input, line by line and in blocks
# expect: AC
# limits: cpu_time=20 memory=64M
# input: 100M
# prints: 104857600 6553600

import sys

read = sys.stdin.buffer
size = lines = 0
for line in read:
    size += len(line)
    lines += 1
    if lines == 100_000:
        break
while block := read.read(1 << 20):
    size += len(block)
    lines += block.count(b"\n")
print(size, lines)
