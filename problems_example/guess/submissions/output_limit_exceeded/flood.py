# OLE: talks to standard error for ever.
import sys

while True:
    sys.stderr.write("lower? higher? " * 1000)
