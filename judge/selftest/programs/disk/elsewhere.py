# claim: it looks for any other place that can be written to, and fills that
# layer: files
# expect: contained
# unproved: it would fill the folders of the host

import os

found = []
for root, folders, _ in os.walk("/"):
    if root.startswith(("/proc", "/usr/share", "/usr/lib")):
        folders[:] = []
        continue
    if root.startswith("/tmp"):
        continue
    try:
        path = os.path.join(root, "mine")
        with open(path, "w") as file:
            file.write("x")
        os.unlink(path)
        found.append(root)
    except OSError:
        pass
for path in ("/usr/share", "/usr/lib", "/usr/lib/x86_64-linux-gnu", "/proc", "/proc/self", "/proc/sys"):
    try:
        with open(os.path.join(path, "mine"), "w"):
            found.append(path)
    except OSError:
        pass
for path in found:
    print(f"ESCAPED: can write to {path}")
print("contained")
