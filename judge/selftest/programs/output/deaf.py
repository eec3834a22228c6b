# claim: it goes on printing after its output was cut off, deaf to the broken pipe
# layer: output
# expect: OLE
# limits: output=64K cpu_time=2
# without: output

import os
import signal

signal.signal(signal.SIGPIPE, signal.SIG_IGN)
refused = 0
for _ in range(400):
    try:
        os.write(1, b"y" * 1024)
    except OSError:
        refused += 1
print("done")
