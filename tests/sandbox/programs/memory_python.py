# expect: memory
# limits: memory=67108864
kept = []
while True:
    kept.append(bytearray(1 << 20))
