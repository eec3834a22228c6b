# Time limit exceeded: an endless loop.
while True:
    pass
