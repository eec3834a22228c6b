# Time limit exceeded: six child processes share the work, none is over the limit alone.
import os
import time

a, b = map(int, input().split())
for _ in range(6):
    if os.fork() == 0:
        while time.process_time() < 0.9:
            pass
        os._exit(0)
for _ in range(6):
    os.wait()
print(a + b)
