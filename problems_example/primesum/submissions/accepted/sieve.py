"""Sieves, and takes the smallest prime that has a partner."""

n = int(input())
is_prime = bytearray([1]) * (n + 1)
is_prime[:2] = b"\0\0"
for number in range(2, int(n**0.5) + 1):
    if is_prime[number]:
        is_prime[number * number :: number] = bytes(len(range(number * number, n + 1, number)))
for number in range(2, n):
    if is_prime[number] and is_prime[n - number]:
        print(number, n - number)
        break
