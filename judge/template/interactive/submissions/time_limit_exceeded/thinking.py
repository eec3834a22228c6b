"""Thinks about its first guess, and does not come to an end."""

while True:
    pass
