# Wrong answer: the sum is right, but one more number follows it.
a, b = map(int, input().split())
print(a + b)
print(0)
