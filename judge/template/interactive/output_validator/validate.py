"""Talks with a submission: reads its guesses from standard input and answers on standard output.

Exit code 42 accepts, 43 rejects, and any other is a failure of this program. The arguments are
the input, the answer and a folder for feedback; judgemessage.txt in it is for the jury alone.
"""

import re
import sys

GUESSES = 10


def reject(message):
    with open(sys.argv[3] + "judgemessage.txt", "w") as file:
        file.write(message + "\n")
    sys.exit(43)


with open(sys.argv[1]) as file:
    number = int(file.read())

for guess in range(1, GUESSES + 1):
    line = sys.stdin.readline()
    # Whoever is judged writes this: it may be anything, and of any length.
    if not re.fullmatch(r"\s*[0-9]{1,9}\s*", line):
        reject(f"guess {guess} is no number" if line else f"ended before guess {guess}")
    found = int(line)
    answer = "correct" if found == number else "lower" if found > number else "higher"
    try:
        print(answer, flush=True)
    except BrokenPipeError:
        reject(f"nobody read the answer to guess {guess}")
    if found == number:
        if sys.stdin.read().strip():
            reject("it went on after the right guess")
        sys.exit(42)
reject(f"not found in {GUESSES} guesses")
