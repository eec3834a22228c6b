# Never ends: waits for a line that does not come.
while True:
    try:
        a, b = map(int, input().split())
        print(a + b)
    except EOFError:
        pass
