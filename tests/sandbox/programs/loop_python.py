# expect: cpu-time
# limits: cpu_time=0.2
while True:
    pass
