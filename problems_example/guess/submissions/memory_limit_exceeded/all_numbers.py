# MLE: writes down all the numbers that it may be.
n, guesses = map(int, input().split())
left = list(range(1, min(n, 10**8) + 1))
answer = ""
while answer != "correct":
    half = len(left) // 2
    print(left[half], flush=True)
    answer = input()
    left = left[half + 1 :] if answer == "higher" else left[:half]
