# Run-time error: an uncaught exception; there is no third number.
a, b, c = map(int, input().split())
print(a + b + c)
