// claim: it asks the kernel for less usual things that honest libraries ask for
// expect: AC
// prints: all is well

#define _GNU_SOURCE
#include <mqueue.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

static int wrong;

static void check(const char *what, int holds)
{
	if (!holds) {
		printf("wrong: %s\n", what);
		wrong = 1;
	}
}

int main(void)
{
	int kind = MAP_PRIVATE | MAP_ANONYMOUS;
	void *memory = mmap(NULL, 1 << 16, PROT_READ | PROT_WRITE, kind, -1, 0);
	struct timespec used = { 0, 0 };
	struct utsname system;
	struct sysinfo machine;
	struct tms times_;
	unsigned char here[16];
	clockid_t clock;
	mqd_t queue;

	*(volatile char *)memory = 1;
	check("mincore", mincore(memory, 1 << 16, here) == 0 && here[0] & 1);
	memory = mremap(memory, 1 << 16, 1 << 20, MREMAP_MAYMOVE);
	check("mremap", memory != MAP_FAILED && *(volatile char *)memory == 1);
	check("madvise", madvise(memory, 1 << 20, MADV_DONTNEED) == 0 && *(volatile char *)memory == 0);
	check("mlock", mlock(memory, 4096) == 0 && munlock(memory, 4096) == 0);
	check("getcpu", sched_getcpu() >= 0);
	check("system", uname(&system) == 0 && sysinfo(&machine) == 0 && machine.totalram > 0);
	check("times", times(&times_) != (clock_t)-1);
	check("clock", clock_getcpuclockid(0, &clock) == 0 && clock_gettime(clock, &used) == 0 && used.tv_nsec > 0);
	/* Newer than what is known here: whoever asks is told that there is no such call. */
	check("newer", syscall(SYS_membarrier, 0, 0, 0) >= 0 && syscall(500) == -1);
	queue = mq_open("/own", O_CREAT | O_RDWR, 0600, NULL);
	check("queue", queue >= 0 && mq_send(queue, "x", 1, 0) == 0 && mq_unlink("/own") == 0);
	printf("%s\n", wrong ? "something is wrong" : "all is well");
	return wrong;
}
