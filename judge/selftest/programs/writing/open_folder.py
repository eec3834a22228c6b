# claim: it writes to files and folders of the host that everybody may write to, by any path
# layer: files
# expect: contained
# without: files

import os
import sys

bait = dict(line.rstrip("\n").split("=", 1) for line in sys.stdin)
ROOTS = ("", "/proc/self/root", "/proc/1/root", "/proc/1/cwd", f"/proc/{bait['pid']}/root", "/tmp/top", "/box/..")
NAME = "judge-selftest-made"


def attempt(what, call, *arguments, **options):
    try:
        call(*arguments, **options)
    except OSError:
        return
    print(f"ESCAPED: {what} {arguments[0]}")


def write(path, flags):
    file = os.open(path, os.O_WRONLY | flags)
    os.write(file, b"changed")
    os.close(file)


def make(folder):
    path = os.path.join(folder, NAME)
    write(path, os.O_CREAT | os.O_EXCL)
    os.unlink(path)


os.symlink("/", "/tmp/top")
for root in ROOTS:
    for name in ("open_file", "input_file", "secret_file", "cache_file", "shm_file"):
        if name in bait:
            path = root + bait[name]
            for flags in (0, os.O_APPEND, os.O_TRUNC, os.O_DSYNC):
                attempt("wrote to", write, path, flags)
            attempt("cut off", os.truncate, path, 3)
            attempt("chmod of", os.chmod, path, 0o600)
            attempt("touched", os.utime, path)
            attempt("moved", os.rename, path, f"{path}.moved")
            attempt("linked", os.link, path, f"/tmp/{name}")
    for folder in (bait["open_folder"], bait["home"], "/var/tmp", "/run/lock", "/run/user", "/var/crash"):
        attempt("made a file in", make, root + folder)
        attempt("went to", os.chdir, root + bait["open_folder"])
os.symlink(bait["open_file"], "/tmp/soft")
os.symlink(bait["open_folder"], "/tmp/folder")
attempt("wrote through", write, "/tmp/soft", 0)
attempt("made a file through", make, "/tmp/folder")
attempt("made a pipe in", os.mkfifo, os.path.join(bait["open_folder"], NAME))
attempt("linked a program of the system to", os.link, "/usr/bin/env", "/tmp/env")
print("contained")
