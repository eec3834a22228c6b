# expect: output-limit
# plain: exit 1
# limits: output=1048576
import os

os.makedirs("/tmp/" + "a/" * 30)
for number in range(100):
    open(f"/tmp/{number}", "w").close()
with open("/tmp/" + "a/" * 30 + "large", "wb") as file:
    file.write(bytes((1 << 20) + 1))
    file.write(bytes(1))
