// claim: it asks for the host's interfaces, packets, routes and devices, from below
// layer: syscalls network
// expect: contained
// without: syscalls

#include "attack.h"
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/ioctl.h>

static void dump(int type)
{
	struct {
		struct nlmsghdr head;
		struct rtgenmsg body;
	} request = { { sizeof request, (uint16_t)type, NLM_F_REQUEST | NLM_F_DUMP, 1, 0 }, { AF_UNSPEC } };
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	char answer[8192];
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, NETLINK_ROUTE);

	if (fd >= 0 && sendto(fd, &request, sizeof request, 0, (struct sockaddr *)&kernel, sizeof kernel) > 0 &&
	    recv(fd, answer, sizeof answer, 0) > 0)
		escaped("the kernel has answered question %d on the network", type);
	close(fd);
}

static void ask(int fd)
{
	const unsigned long requests[] = {
		SIOCGIFCONF, SIOCGIFFLAGS, SIOCGIFHWADDR, SIOCGIFNAME, SIOCSIFFLAGS, 0x8946, 0x8994,
	};
	struct ifreq one;
	char room[4096];

	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
		for (int high = 0; high < 2; high++) {
			struct ifconf all = { .ifc_len = sizeof room, .ifc_buf = room };

			memset(&one, 0, sizeof one);
			strcpy(one.ifr_name, "lo");
			one.ifr_ifindex = 1;
			if (syscall(SYS_ioctl, fd, requests[i] | (unsigned long)high << 32, i == 0 ? (void *)&all : &one) >= 0)
				escaped("a local socket tells of interfaces: request %#lx", requests[i]);
		}
}

int main(void)
{
	char name[IF_NAMESIZE];
	int pair[2];

	REFUSED(socket(AF_PACKET, SOCK_RAW, 0x0300));
	REFUSED(socket(AF_PACKET, SOCK_DGRAM, 0x0300));
	REFUSED(socket(AF_INET, SOCK_RAW, 255));
	REFUSED(socket(AF_INET6, SOCK_RAW, 58));
	REFUSED(socket(38 /* AF_ALG */, SOCK_SEQPACKET, 0));
	REFUSED(socket(40 /* AF_VSOCK */, SOCK_STREAM, 0));
	REFUSED(socket(44 /* AF_XDP */, SOCK_RAW, 0));
	for (int protocol = 0; protocol < 24; protocol++)
		REFUSED(socket(AF_NETLINK, SOCK_RAW, protocol));
	dump(RTM_GETLINK);
	dump(RTM_GETADDR);
	dump(RTM_GETROUTE);
	ask(socket(AF_UNIX, SOCK_DGRAM, 0));
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0)
		ask(pair[0]);
	ask(0);
	for (unsigned i = 1; i < 16; i++)
		if (if_indextoname(i, name) != NULL)
			escaped("knows the interface %s", name);
	return contained();
}
