# claim: Python starts processes and threads until something refuses
# layer: processes
# expect: contained
# limits: processes=16 memory=512M
# without: processes

import os
import signal
import threading

children, threads = [], 0
try:
    while len(children) < 60:
        child = os.fork()
        if child == 0:
            signal.pause()
            os._exit(0)
        children.append(child)
except OSError:
    pass
if len(children) > 16:
    print(f"ESCAPED: has {len(children)} processes where 16 are allowed")
for child in children:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
end = threading.Event()
try:
    while threads < 60:
        threading.Thread(target=end.wait).start()
        threads += 1
except RuntimeError:
    pass
end.set()
if threads > 16:
    print(f"ESCAPED: has {threads} threads where 16 are allowed")
print("contained")
