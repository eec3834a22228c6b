# Accepted: a child process does the sum and is waited for.
import os

a, b = map(int, input().split())
child = os.fork()
if child == 0:
    os.write(1, f"{a + b}\n".encode())
    os._exit(0)
os.waitpid(child, 0)
