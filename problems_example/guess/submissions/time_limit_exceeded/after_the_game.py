# TLE: finds the number and does not end.
n, guesses = map(int, input().split())
low, high = 1, n
answer = ""
while answer != "correct":
    middle = (low + high) // 2
    print(middle, flush=True)
    answer = input()
    if answer == "higher":
        low = middle + 1
    else:
        high = middle - 1
while True:
    pass
