// claim: it sets up a ring of requests, io_uring, which opens files behind the filter's back
// layer: syscalls
// expect: contained
// without: syscalls

#include "attack.h"
#include <linux/io_uring.h>

int main(void)
{
	const unsigned wishes[] = {
		0, IORING_SETUP_SQPOLL, IORING_SETUP_IOPOLL, IORING_SETUP_CQSIZE, 1u << 6, 1u << 12 | 1u << 13,
	};
	struct iovec memory = { malloc(4096), 4096 };

	for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++)
		for (long high = 0; high < 2; high++) {
			struct io_uring_params params;

			memset(&params, 0, sizeof params);
			params.flags = wishes[i];
			params.cq_entries = 16;
			REFUSED(syscall(SYS_io_uring_setup, 8 | high << 32, &params));
		}
	for (int fd = -1; fd < 8; fd++) {
		REFUSED(syscall(SYS_io_uring_enter, fd, 0, 0, IORING_ENTER_GETEVENTS, NULL, 0));
		REFUSED(syscall(SYS_io_uring_register, fd, IORING_REGISTER_BUFFERS, &memory, 1));
		/* A ring that may do nothing but what it says itself. */
		REFUSED(syscall(SYS_io_uring_register, -1, 22, &memory, 1));
	}
	return contained();
}
