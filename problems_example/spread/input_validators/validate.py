"""n, then n numbers of three decimals from -100 to 100; 42 says that it is so."""

import re
import sys

lines = sys.stdin.read().split("\n")
if not re.fullmatch("[1-9][0-9]{0,5}", lines[0]) or not 2 <= int(lines[0]) <= 200_000:
    sys.exit("line 1: expected an integer from 2 to 200000")
if len(lines) != int(lines[0]) + 2 or lines[-1]:
    sys.exit(f"expected {lines[0]} numbers, one a line")
for number, line in enumerate(lines[1:-1], start=2):
    if not re.fullmatch(r"-?(0|[1-9][0-9]*)\.[0-9]{3}", line) or abs(float(line)) > 100:
        sys.exit(f"line {number}: expected a number of three decimals from -100 to 100")
sys.exit(42)
