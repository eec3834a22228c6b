# expect: output-limit
# limits: output=65536
import os
import signal

signal.signal(signal.SIGPIPE, signal.SIG_IGN)
while True:
    try:
        os.write(1, b"x" * 4096)
    except OSError:
        pass
