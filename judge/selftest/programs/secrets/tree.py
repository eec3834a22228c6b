# claim: it walks through all folders for files that are none of the system's or its language's
# layer: files
# expect: contained
# without: files

import os
import sys

bait = dict(line.rstrip("\n").split("=", 1) for line in sys.stdin)
own = {sys.prefix, sys.base_prefix, os.path.dirname(os.path.dirname(os.path.realpath(sys.executable)))}
system = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
mine = (*own - {"/"}, *system, "/proc", "/tmp", "/box", "/dev", "/nix/store")
etc = ("/etc/alternatives", "/etc/ld.so.cache", "/etc/localtime", "/etc/java", "/etc/python")
homes = (bait["home"], "/home", "/root", "/var", "/run", "/srv", "/mnt", "/media", "/boot", "/sys", "/opt")
found = []


def is_mine(path):
    return any(path == one or path.startswith(f"{one}/") for one in mine) or path.startswith(etc)


def walk(top):
    for folder, folders, files in os.walk(top):
        folders[:] = [name for name in folders if not is_mine(os.path.join(folder, name))]
        found.extend(path for name in files if not is_mine(path := os.path.join(folder, name)))
        if len(found) > 20:
            return


for top in ("/", *homes):
    walk(top)
if os.path.exists("/sys/kernel") or os.path.exists("/sys/fs/cgroup"):
    print("ESCAPED: /sys is there")
for path in found[:20]:
    print(f"ESCAPED: sees {path}")
try:
    import pwd

    print(*(f"ESCAPED: knows of {one.pw_name}, at {one.pw_dir}" for one in pwd.getpwall()), sep="\n")
except (ImportError, OSError):
    pass
print("contained")
