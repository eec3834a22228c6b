"""Takes 1 for a prime, and looks at one of the two only."""

n = int(input())
for number in range(n - 1, 0, -1):
    if all(number % divisor for divisor in range(2, int(number**0.5) + 1)):
        print(number, n - number)
        break
