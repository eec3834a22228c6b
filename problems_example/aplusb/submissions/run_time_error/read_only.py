# Run-time error: a submission's own folder is read-only.
import pathlib

a, b = map(int, input().split())
pathlib.Path(__file__).with_name("notes.txt").write_text(f"{a + b}\n")
print(a + b)
