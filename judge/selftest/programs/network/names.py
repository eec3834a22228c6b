# claim: it looks up names, and reaches the host and the world with what Python brings along
# layer: network syscalls
# expect: contained
# without: network syscalls

import asyncio
import socket
import sys
import urllib.request

bait = dict(line.rstrip("\n").split("=", 1) for line in sys.stdin)
PORT, UDP_PORT = int(bait["tcp_port"]), int(bait["udp_port"])


def attempt(what, call):
    try:
        result = call()
    except Exception:
        return
    print(f"ESCAPED: {what}: {result}")


async def stream():
    return await asyncio.wait_for(asyncio.open_connection("127.0.0.1", PORT), 0.3)


def datagram(place):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        return one.sendto(b"x", place)


def ask_for_a_name(server):
    question = b"\0\1\1\0\0\1\0\0\0\0\0\0\7example\7invalid\0\0\1\0\1"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.settimeout(0.1)
        one.sendto(question, (server, 53))
        return one.recv(512)


def fetch(scheme):
    return urllib.request.urlopen(f"{scheme}://127.0.0.1:{PORT}/", timeout=0.3).status


attempt("connected", lambda: socket.create_connection(("127.0.0.1", PORT), 0.3))
attempt("connected to localhost", lambda: socket.create_connection(("localhost", PORT), 0.3))
attempt("serves", lambda: socket.create_server(("", 0)))
attempt("connected in a loop", lambda: asyncio.run(stream()))
attempt("sent a datagram", lambda: datagram(("127.0.0.1", UDP_PORT)))
attempt("sent to everybody", lambda: datagram(("255.255.255.255", UDP_PORT)))
for scheme in ("http", "ftp"):
    attempt(f"fetched by {scheme}", lambda: fetch(scheme))
for server in ("127.0.0.53", "127.0.0.1", "127.0.0.11"):
    attempt("asked for a name", lambda: ask_for_a_name(server))
attempt("knows the world's interfaces", lambda: [one for one in socket.if_nameindex() if one[1] != "lo"] or 1 / 0)
for family in (socket.AF_INET, socket.AF_INET6, getattr(socket, "AF_VSOCK", 40), getattr(socket, "AF_PACKET", 17)):
    attempt("has a socket of family", lambda: socket.socket(family, socket.SOCK_DGRAM).family)
print("contained")
