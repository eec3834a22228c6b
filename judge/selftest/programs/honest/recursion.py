# claim: Python recurses 100 000 deep in a thread with a large stack
# expect: AC
# limits: cpu_time=20 memory=512M
# prints: 5000050000

import sys
import threading


def add(number):
    return number + add(number - 1) if number else 0


def main():
    print(add(100_000))


sys.setrecursionlimit(1_000_000)
threading.stack_size(256 << 20)
thread = threading.Thread(target=main)
thread.start()
thread.join()
