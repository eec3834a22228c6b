# expect: exit 3
# limits: output=1048576
import os

try:
    with open("/tmp/large", "wb", buffering=0) as file:
        while True:
            file.write(bytes(1 << 16))
except OSError:
    os.remove("/tmp/large")
    os._exit(3)
