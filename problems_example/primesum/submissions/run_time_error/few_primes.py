"""Knows the primes up to 30 only, and stumbles where these do not do."""

primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]
n = int(input())
print(*[(one, other) for one in primes for other in primes if one + other == n][0])
