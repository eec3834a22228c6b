// claim: it connects and sends to ports of the host, by TCP, UDP and their kin
// layer: network syscalls
// expect: contained
// without: network syscalls

#include "attack.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>

static void try(int type, int protocol, struct sockaddr *to, socklen_t length, const char *what)
{
	int fd = socket(to->sa_family, type | SOCK_NONBLOCK, protocol);
	struct pollfd waiting = { .fd = fd, .events = POLLOUT };
	int error = 0;
	socklen_t size = sizeof error;

	if (fd < 0)
		return;
	if (connect(fd, to, length) == 0 ||
	    (errno == EINPROGRESS && poll(&waiting, 1, 200) == 1 &&
	     getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0))
		escaped("connected to %s", what);
	if (sendto(fd, "x", 1, MSG_NOSIGNAL, to, length) == 1 || send(fd, "x", 1, MSG_NOSIGNAL) == 1)
		escaped("sent to %s", what);
	close(fd);
	fd = socket(to->sa_family, type | SOCK_NONBLOCK, protocol);
	if (sendto(fd, "x", 1, MSG_FASTOPEN | MSG_NOSIGNAL, to, length) == 1)
		escaped("sent at once to %s", what);
	close(fd);
}

static void all(const char *port_name, int type, const int *protocols)
{
	const char *const four[] = { "127.0.0.1", "0.0.0.0", "127.1.2.3", "10.0.2.2", "172.17.0.1", "169.254.169.254" };
	const char *const six[] = { "::1", "::", "::ffff:127.0.0.1", "::127.0.0.1", "fe80::1" };
	uint16_t port = htons((uint16_t)atoi(bait(port_name)));

	for (; *protocols >= 0; protocols++) {
		for (size_t i = 0; i < sizeof four / sizeof *four; i++) {
			struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = port };

			inet_pton(AF_INET, four[i], &to.sin_addr);
			try(type, *protocols, (struct sockaddr *)&to, sizeof to, four[i]);
		}
		for (size_t i = 0; i < sizeof six / sizeof *six; i++) {
			struct sockaddr_in6 to = { .sin6_family = AF_INET6, .sin6_port = port, .sin6_scope_id = 1 };

			inet_pton(AF_INET6, six[i], &to.sin6_addr);
			try(type, *protocols, (struct sockaddr *)&to, sizeof to, six[i]);
		}
	}
}

int main(void)
{
	const int streams[] = { 0, IPPROTO_TCP, 262 /* MPTCP */, -1 };
	const int datagrams[] = { 0, IPPROTO_UDP, IPPROTO_ICMP, 136 /* UDP-Lite */, -1 };
	struct sockaddr_in any = { .sin_family = AF_INET };

	all("tcp_port", SOCK_STREAM, streams);
	all("udp_port", SOCK_DGRAM, datagrams);
	REFUSED(bind(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&any, sizeof any));
	return contained();
}
