# Wrong answer: forgets the minus signs; only one of the samples passes.
a, b = map(abs, map(int, input().split()))
print(a + b)
