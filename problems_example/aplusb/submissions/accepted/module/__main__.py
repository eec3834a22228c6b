# Accepted: a main program that imports a module beside it.
from adder import add

a, b = map(int, input().split())
print(add(a, b))
