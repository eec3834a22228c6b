"""One line with an even number from 4 to 10**6; 42 says that it is so."""

import re
import sys

match = re.fullmatch(r"([1-9][0-9]*)\n", sys.stdin.read())
if not match:
    sys.exit("expected one line with a number")
if int(match[1]) % 2 or not 4 <= int(match[1]) <= 10**6:
    sys.exit("the number is odd or out of range")
sys.exit(42)
