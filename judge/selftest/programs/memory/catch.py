# claim: Python takes more and more, and catches every error that it gets
# layer: memory
# expect: MLE
# cause: memory
# limits: memory=48M
# without: memory

kept = []
try:
    while len(kept) < 120:
        kept.append(bytearray(b"x" * (1 << 20)))
except MemoryError:
    pass
if len(kept) == 120:
    print("ESCAPED: has 120 MiB under a limit of 48 MiB")
print("done")
