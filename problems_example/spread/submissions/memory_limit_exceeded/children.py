# Memory limit exceeded: six child processes fill 128 MiB each, none is over the limit alone.
import os
import time

for _ in range(6):
    if os.fork() == 0:
        block = b"x" * (128 << 20)
        time.sleep(1)
        os._exit(0)
for _ in range(6):
    os.wait()
