"""Recurses once a rung: Python allows a thousand or so."""

from functools import cache


@cache
def ways(rungs):
    return 1 if rungs < 2 else (ways(rungs - 1) + ways(rungs - 2)) % (10**9 + 7)


print(ways(int(input())))
