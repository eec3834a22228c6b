# claim: it says that memory ran out, where it has used none
# layer: memory
# expect: RTE MLE
# unproved: it gains nothing: one is as wrong as the other

import sys

print("Traceback (most recent call last):\nMemoryError", file=sys.stderr)
sys.exit(1)
