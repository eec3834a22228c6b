# Accepted: the temporary directory may be written to.
import tempfile

a, b = map(int, input().split())
with tempfile.TemporaryFile("w+") as notes:
    print(a + b, file=notes)
    notes.seek(0)
    print(notes.read(), end="")
