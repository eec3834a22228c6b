# expect: exit 0
# prints: done
# limits: output=1048576
try:
    with open("/tmp/large", "wb") as file:
        file.write(bytes(1 << 21))
except OSError:
    print("done")
