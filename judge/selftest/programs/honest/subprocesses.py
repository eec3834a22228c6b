# claim: Python subprocesses with pipes and a time limit, and a pool of threads
# expect: AC
# limits: cpu_time=20
# prints: HELLO 3 late 499500 b'a\nb\n'

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

upper = subprocess.run(["tr", "a-z", "A-Z"], input="hello", capture_output=True, text=True, check=True)
code = subprocess.run([sys.executable, "-c", "import sys; sys.exit(3)"]).returncode
try:
    subprocess.run(["sleep", "60"], timeout=0.1)
    late = "early"
except subprocess.TimeoutExpired:
    late = "late"
total, lock = 0, threading.Lock()


def add(number):
    global total
    with lock:
        total += number


with ThreadPoolExecutor(8) as pool:
    list(pool.map(add, range(1000)))
first = subprocess.Popen(["printf", r"b\na\n"], stdout=subprocess.PIPE)
second = subprocess.run(["sort"], stdin=first.stdout, capture_output=True, check=True)
first.wait()
print(upper.stdout, code, late, total, second.stdout)
