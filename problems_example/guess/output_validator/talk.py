"""Answers guesses. Arguments: input, answer, feedback folder; exit code 42 accepts, 43 rejects."""

import re
import sys


def reject(why):
    with open(sys.argv[3] + "judgemessage.txt", "a") as file:
        print(why, file=file)
    sys.exit(43)


def say(*words):
    try:
        print(*words, flush=True)
    except BrokenPipeError:
        pass  # who does not listen loses nothing but the answer


def heard(limit):
    line = sys.stdin.readline(40)
    if not line:
        reject("the guesses ended before the number was found")
    if not re.fullmatch(r"[0-9]+\s*", line, re.ASCII):
        reject(f"not a guess: {line.rstrip()!r}")
    if not 1 <= int(line) <= limit:
        reject(f"a guess out of range: {int(line)}")
    return int(line)


with open(sys.argv[1]) as file:
    limit, number = map(int, file.read().split())
guesses = limit.bit_length()
say(limit, guesses)
for count in range(guesses):
    guess = heard(limit)
    if guess == number:
        say("correct")
        break
    say("higher" if number > guess else "lower")
else:
    reject(f"not found with {guesses} guesses")
if sys.stdin.readline(40):
    reject("went on after the number was found")
sys.exit(42)
