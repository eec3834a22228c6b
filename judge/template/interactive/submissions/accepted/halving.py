"""Halves what is left. At most ten guesses."""

least, most = 1, 1000
while True:
    guess = (least + most) // 2
    print(guess, flush=True)
    answer = input()
    if answer == "correct":
        break
    if answer == "lower":
        most = guess - 1
    else:
        least = guess + 1
