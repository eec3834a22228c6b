"""One line with two integers of at most 4 * 10**18 in size; 42 says that it is so."""

import re
import sys

INTEGER = r"(0|-?[1-9][0-9]*)"

match = re.fullmatch(f"{INTEGER} {INTEGER}\n", sys.stdin.read())
if not match:
    sys.exit("expected one line with two integers, one space between them")
if any(abs(int(number)) > 4 * 10**18 for number in match.groups()):
    sys.exit("a number is out of range")
sys.exit(42)
