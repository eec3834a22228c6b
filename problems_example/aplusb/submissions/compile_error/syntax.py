# Compile error: a bracket is never closed.
a, b = map(int, input().split()
print(a + b)
