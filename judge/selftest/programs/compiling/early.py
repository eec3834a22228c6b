# claim: Python code that runs while its syntax is checked
# layer: artefacts
# expect: contained
# unproved: the check makes code and runs none, whatever is switched off

import os
import sys


def tell():
    # The folder can be written to while compiling alone.
    if os.access(os.path.dirname(os.path.abspath(__file__)), os.W_OK):
        print("ESCAPED: ran while it was compiled", file=sys.stderr)


class Told:
    tell()
    value: tell()

    def method(self, default=tell()):
        pass


@(lambda function: tell())
def function():
    pass


print("contained")
