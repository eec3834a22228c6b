"""Says with exit code 42 that an input is as the statement promises, with any other that not.

Be strict: a blank too many in an input breaks somebody's program, and it was not their fault.
"""

import re
import sys

MOST = 100_000
LARGEST = 10**9

NUMBER = r"(0|-?[1-9][0-9]*)"


def check(holds, message):
    if not holds:
        sys.exit(message)


count = sys.stdin.readline()
check(re.fullmatch(rf"{NUMBER}\n", count), "line 1: expected one number")
check(1 <= int(count) <= MOST, "line 1: n is out of range")

numbers = sys.stdin.readline()
check(re.fullmatch(rf"{NUMBER}( {NUMBER})*\n", numbers), "line 2: expected numbers, one blank apart")
values = [int(word) for word in numbers.split()]
check(len(values) == int(count), f"line 2: {len(values)} numbers, n is {int(count)}")
check(all(abs(value) <= LARGEST for value in values), "line 2: a number is out of range")
check(not sys.stdin.read(), "something follows line 2")
sys.exit(42)
