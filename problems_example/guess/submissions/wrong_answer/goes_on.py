# WA: guesses once more after the number was found.
n, guesses = map(int, input().split())
low, high = 1, n
while low <= high:
    middle = (low + high) // 2
    print(middle, flush=True)
    answer = input()
    if answer == "lower":
        high = middle - 1
    else:
        low = middle + 1
        if answer == "correct":
            high = middle
print(n, flush=True)
