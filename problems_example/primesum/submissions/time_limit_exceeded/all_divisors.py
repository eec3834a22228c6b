"""Collects all primes first, and tries all smaller numbers as divisors."""

n = int(input())
primes = [number for number in range(2, n) if all(number % divisor for divisor in range(2, number))]
print(*next((one, n - one) for one in primes if n - one in primes))
