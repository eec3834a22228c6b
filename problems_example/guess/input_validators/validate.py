import re
import sys

text = sys.stdin.read()
match = re.fullmatch(r"([1-9][0-9]*) ([1-9][0-9]*)\n", text)
if not match:
    sys.exit("not one line with two positive integers")
limit, number = map(int, match.groups())
if not number <= limit <= 10**18:
    sys.exit("out of range")
sys.exit(42)
