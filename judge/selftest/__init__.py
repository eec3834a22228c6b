"""The sandbox put to the test on the user's own machine.

Attacks that it has to contain, and honest programs that it must not break.
"""
