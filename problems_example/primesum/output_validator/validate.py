"""Accepts any two primes whose sum is the input: exit code 42, and else 43 with a reason."""

import re
import sys


def reject(reason):
    with open(sys.argv[3] + "judgemessage.txt", "w") as file:
        file.write(reason + "\n")
    sys.exit(43)


def is_prime(number):
    if number < 2:
        return False
    divisor = 2
    while divisor * divisor <= number:
        if number % divisor == 0:
            return False
        divisor += 1
    return True


with open(sys.argv[1]) as file:
    wanted = int(file.read())

# More than this is no pair of numbers, and need not be looked at.
words = sys.stdin.read(1000).split()
if len(words) != 2:
    reject(f"{len(words)} words, expected 2")
for word in words:
    if not re.fullmatch(r"[0-9]{1,7}", word):
        reject(f"'{word[:20]}' is no such number")
one, other = map(int, words)
if one + other != wanted:
    reject(f"{one} + {other} is {one + other}, not {wanted}")
for number in (one, other):
    if not is_prime(number):
        reject(f"{number} is no prime")
sys.exit(42)
