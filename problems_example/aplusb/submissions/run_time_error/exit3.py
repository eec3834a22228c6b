# Run-time error: prints the right sum, then ends with exit code 3.
import sys

a, b = map(int, input().split())
print(a + b)
sys.exit(3)
