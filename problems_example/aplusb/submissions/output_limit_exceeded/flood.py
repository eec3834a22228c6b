# Output limit exceeded: prints without end.
while True:
    print("All work and no play makes a dull program. " * 100)
