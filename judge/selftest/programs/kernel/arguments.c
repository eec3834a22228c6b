// claim: it asks for refused requests of allowed calls, with bits set that the kernel overlooks
// layer: syscalls
// expect: contained
// without: syscalls

#include "attack.h"

static void try(const char *what, long call, long descriptor, unsigned long request, long value)
{
	const unsigned long high[] = { 0, 1UL << 32, 1UL << 63, 0xdeadbeefUL << 32 };

	for (int i = 0; i < 4; i++) {
		const unsigned long asked = request | high[i];
		long result;

		errno = 0;
		result = call == SYS_ioctl ? syscall(call, descriptor, asked, value) : syscall(call, asked, value, 0L, 0L, 0L);
		if (result >= 0 || errno != EPERM)
			escaped("%s(%#lx) answers %ld, %s", what, asked, result, strerror(errno));
	}
}

/* Typing into terminals, changing files behind their backs, looking into namespaces. */
static void requests(void)
{
	const unsigned long all[] = {
		0x5412 /* TIOCSTI */, 0x541c /* TIOCLINUX */, 0x540e /* TIOCSCTTY */, 0x5422 /* TIOCNOTTY */,
		0x541d /* TIOCCONS */, 0x5423 /* TIOCSETD */, 0x40086602 /* FS_IOC_SETFLAGS */, 0x40049409 /* FICLONE */,
		0xb701 /* NS_GET_USERNS */, 0xb702 /* NS_GET_PARENT */, 0x8912 /* SIOCGIFCONF */, 0x400454ca /* TUNSETIFF */,
		0xae00 /* KVM */, 0xc018aa3f /* UFFDIO_API */, 0x2400 /* perf events */, 0x1261 /* BLKFLSBUF */,
		0x4b3a /* KDSETMODE */,
	};
	const int held[] = {
		0, 1, 2, open("/tmp/file", O_RDWR | O_CREAT, 0600), open("/", O_RDONLY), open("/dev/null", O_RDWR),
		open("/proc/self/ns/user", O_RDONLY), open("/proc/self/ns/pid", O_RDONLY), socket(AF_UNIX, SOCK_STREAM, 0), -1,
	};
	static char room[4096];

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		for (size_t j = 0; j < sizeof held / sizeof *held; j++)
			try("ioctl", SYS_ioctl, held[j], all[i], (long)room);
}

/* What a process may change of itself, and a program has no need to. */
static void options(void)
{
	const unsigned long all[] = {
		8 /* PR_SET_KEEPCAPS */, 22 /* PR_SET_SECCOMP */, 24 /* PR_CAPBSET_DROP */, 26 /* PR_SET_TSC */,
		28 /* PR_SET_SECUREBITS */, 31 /* perf events off */, 33 /* PR_MCE_KILL */, 35 /* PR_SET_MM */,
		37 /* PR_GET_CHILD_SUBREAPER */, 43 /* PR_MPX */, 53 /* PR_SET_SPECULATION_CTRL */, 57 /* PR_SET_IO_FLUSHER */,
		59 /* PR_SET_SYSCALL_USER_DISPATCH */, 62 /* PR_SCHED_CORE */, 67 /* PR_SET_MEMORY_MERGE */,
		0x59616d61 /* PR_SET_PTRACER */, 0x7fffffff, 0xffffffff,
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		for (long value = 0; value < 3; value++)
			try("prctl", SYS_prctl, 0, all[i], value);
}

static void personalities(void)
{
	const unsigned long all[] = {
		0x0400000 /* READ_IMPLIES_EXEC */, 0x0200000 /* ADDR_COMPAT_LAYOUT */, 0x0100000 /* MMAP_PAGE_ZERO */,
		0x8000000 /* ADDR_LIMIT_3GB */, 0x0800000 /* ADDR_LIMIT_32BIT */, 0x0020000 /* UNAME26 */,
		8 /* PER_LINUX32 */, 6 /* PER_BSD */, 0x0440000, 0x0040008, 0xfffffffe,
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		try("personality", SYS_personality, 0, all[i], 0);
}

int main(void)
{
	requests();
	options();
	personalities();
	return contained();
}
