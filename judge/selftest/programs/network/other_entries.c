// claim: it asks for sockets by the kernel's other entries: 32 bits, x32, a ring of requests
// layer: syscalls
// expect: contained
// without: syscalls

#include "attack.h"
#include <linux/io_uring.h>

#define OP_SOCKET 45 /* of requests in a ring; older headers lack it */

static void ring(void)
{
	struct io_uring_params params;
	struct io_uring_sqe *entries;
	struct io_uring_cqe *done;
	char *submitted, *completed;
	int fd;

	memset(&params, 0, sizeof params);
	fd = (int)syscall(SYS_io_uring_setup, 4, &params);
	if (fd < 0)
		return;
	escaped("has a ring of requests that no filter sees");
	submitted = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, IORING_OFF_SQ_RING);
	completed = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, IORING_OFF_CQ_RING);
	entries = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, IORING_OFF_SQES);
	if (submitted == MAP_FAILED || completed == MAP_FAILED || entries == MAP_FAILED)
		return;
	memset(entries, 0, sizeof *entries);
	entries->opcode = OP_SOCKET;
	entries->fd = AF_INET;
	entries->off = SOCK_STREAM;
	((unsigned *)(submitted + params.sq_off.array))[0] = 0;
	*(volatile unsigned *)(submitted + params.sq_off.tail) = 1;
	syscall(SYS_io_uring_enter, fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0);
	done = (struct io_uring_cqe *)(completed + params.cq_off.cqes);
	if (*(volatile unsigned *)(completed + params.cq_off.tail) == 1 && done->res >= 0)
		escaped("has a socket from its ring");
}

#ifdef __x86_64__
static void interrupt(void)
{
	unsigned *words = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	if (!in_a_child())
		return;
	for (unsigned family = 2; family < 45; family++) {
		words[0] = family;
		words[1] = SOCK_STREAM;
		words[2] = 0;
		if (in_32_bits(102, 1, (long)words, 0) >= 0)
			escaped("socketcall gives a socket of family %u", family);
		if (in_32_bits(359, family, SOCK_STREAM, 0) >= 0)
			escaped("socket of 32 bits gives one of family %u", family);
		if (family == AF_INET)
			family = AF_NETLINK - 1;
		else if (family == AF_NETLINK)
			break;
	}
	_exit(0);
}

static void extended(void)
{
	for (int family = 2; family < 45; family++)
		REFUSED(syscall(0x40000000L | SYS_socket, family, SOCK_STREAM, 0));
}
#else
static void interrupt(void) {}
static void extended(void) {}
#endif

int main(void)
{
	ring();
	interrupt();
	extended();
	return contained();
}
