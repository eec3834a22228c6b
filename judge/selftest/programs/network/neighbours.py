# claim: it reads of the network in /proc, and talks to whatever it finds there
# layer: network
# expect: contained
# without: network

import os
import socket
import sys

bait = dict(line.rstrip("\n").split("=", 1) for line in sys.stdin)
NAMES = ("tcp", "tcp6", "udp", "udp6", "raw", "icmp", "unix", "arp", "route", "ipv6_route", "packet", "netlink")
# What some kernels put into every network.
EVERYWHERE = ("lo", "sit0", "tunl0", "gre0", "gretap0", "erspan0", "ip6tnl0", "ip6gre0", "ip_vti0", "ip6_vti0")


def lines(name):
    found = []
    for folder in ("/proc/net", "/proc/self/net", "/proc/1/net", f"/proc/{bait['judge_pid']}/net"):
        try:
            with open(f"{folder}/{name}") as file:
                found += file.read().splitlines()[1:]
        except OSError:
            pass
    return found


for line in lines("dev"):
    name = line.partition(":")[0].strip()
    if ":" in line and name not in EVERYWHERE:
        print(f"ESCAPED: sees the interface {name}")
for name in NAMES:
    for line in lines(name):
        if bait["abstract_socket"] in line or bait["socket_path"] in line or f":{int(bait['tcp_port']):04X} " in line:
            print(f"ESCAPED: sees in {name}: {line}")
for line in lines("unix"):
    path = line.split()[-1]
    if not path.startswith(("@", "/")):
        continue
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as one:
        try:
            one.connect("\0" + path[1:] if path.startswith("@") else path)
            print(f"ESCAPED: connected to {path}")
        except OSError:
            pass
if os.path.isdir("/proc/sys/net/ipv4/conf/eth0"):
    print("ESCAPED: may configure eth0")
print("contained")
