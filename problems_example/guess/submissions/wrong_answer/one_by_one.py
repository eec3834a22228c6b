# WA: needs too many guesses, and would go on for ever.
n, guesses = map(int, input().split())
guess = 1
while True:
    print(guess, flush=True)
    if input() == "correct":
        break
    guess += 1
