# expect: output-limit
# plain: exit 1
# limits: output=1048576
with open("/tmp/large", "wb") as file:  # Python ignores SIGXFSZ
    file.write(bytes(1 << 21))
