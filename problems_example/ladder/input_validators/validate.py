"""One line with a number from 1 to the one that is given as argument; 42 says that it is so."""

import re
import sys

match = re.fullmatch(r"([1-9][0-9]*)\n", sys.stdin.read())
if not match:
    sys.exit("expected one line with a number")
if int(match[1]) > int(sys.argv[1]):
    sys.exit(f"the number is larger than {sys.argv[1]}")
sys.exit(42)
