# Output limit exceeded: the right sum on standard output, standard error without end.
import sys

a, b = map(int, input().split())
print(a + b, flush=True)
while True:
    sys.stderr.write("debug: still here\n" * 200)
