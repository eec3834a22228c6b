# claim: it looks for what an earlier run has left, and leaves a secret for the next
# layer: fresh
# expect: contained
# runs: 2
# without: fresh

import os

PLACES = ("/tmp", "/dev/shm", "/dev/mqueue", "/var/tmp", "/run", "/run/lock", "/run/user", "/var/lock", ".")
NAMES = (".hidden-left", "a\nb-left", "\udcff-left", "...-left")
LEFT = [os.path.join(place, name) for place in PLACES for name in NAMES]

found = [path for path in LEFT if os.path.exists(path)]
for place in ("/tmp/", "/dev/shm/"):
    for folder, folders, files in os.walk(place):
        found += [os.path.join(folder, name) for name in (*folders, *files)]
for path in found[:20]:
    print(f"ESCAPED: an earlier run has left {path!r}")
for path in LEFT:
    try:
        with open(path, "w") as file:
            file.write("what only one run should know")
        os.chmod(path, 0o444)
    except OSError:
        pass
place = "/tmp"
for step in range(20):
    place = os.path.join(place, "folder")
    os.makedirs(place, exist_ok=True)
os.chmod(place, 0)
print("contained")
