"""Says with exit code 42 that an input is a number to guess, with any other that it is none."""

import re
import sys

text = sys.stdin.read()
if not re.fullmatch(r"[1-9][0-9]*\n", text):
    sys.exit("expected one number in one line")
if int(text) > 1000:
    sys.exit("the number is out of range")
sys.exit(42)
