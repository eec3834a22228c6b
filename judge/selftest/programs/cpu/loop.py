# claim: Python computes, and takes every interruption for no reason to end
# layer: cpu_time
# expect: TLE
# cause: cpu-time
# limits: cpu_time=0.5
# without: cpu_time

import os
import signal
import time

for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)
while time.process_time() < 2:
    try:
        sum(range(10000))
    except BaseException:
        continue
print("ESCAPED: used 2 s of CPU time under a limit of 0.5 s")
