# claim: it connects with what a shell has, and with every program of the system that could
# layer: network syscalls
# expect: contained
# without: network syscalls

while IFS='=' read -r name value; do
    printf -v "bait_$name" %s "$value"
done
tcp=${bait_tcp_port:?} udp=${bait_udp_port:?}

for host in 127.0.0.1 localhost ::1 0.0.0.0 "$(hostname 2>/dev/null)"; do
    (exec 3<>"/dev/tcp/$host/$tcp") 2>/dev/null && echo "ESCAPED: connected to $host"
    (echo x >"/dev/udp/$host/$udp") 2>/dev/null && echo "ESCAPED: sent a datagram to $host"
done
try() {
    command -v "$1" >/dev/null || return
    timeout 0.3 "$@" >/dev/null 2>&1 </dev/null && echo "ESCAPED: $*"
}
try curl -s -m 0.2 "telnet://127.0.0.1:$tcp"
try wget -q -T 1 -t 1 -O - "http://127.0.0.1:$tcp/"
try nc -z -w 1 127.0.0.1 "$tcp"
try ping -c 1 -W 1 127.0.0.1
try ip route get 127.0.0.1
try perl -MIO::Socket::INET -e "IO::Socket::INET->new(PeerAddr => '127.0.0.1:$tcp') or die"
try ip link add type dummy
try unshare -n true
try nsenter -t 1 -n true
echo contained
