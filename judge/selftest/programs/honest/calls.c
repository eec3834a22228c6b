// claim: it asks the kernel for less usual things that honest libraries ask for
// expect: AC
// prints: 10 of 10

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

int main(void)
{
	int kind = MAP_PRIVATE | MAP_ANONYMOUS, good = 0;
	void *memory = mmap(NULL, 1 << 16, PROT_READ | PROT_WRITE, kind, -1, 0);
	struct timespec used = { 0, 0 };
	struct utsname system;
	struct sysinfo machine;
	struct tms times_;
	unsigned char here[16];
	clockid_t clock;
	mqd_t queue;

	*(volatile char *)memory = 1;
	good += mincore(memory, 1 << 16, here) == 0 && here[0] & 1;
	memory = mremap(memory, 1 << 16, 1 << 20, MREMAP_MAYMOVE);
	good += memory != MAP_FAILED && *(volatile char *)memory == 1;
	good += madvise(memory, 1 << 20, MADV_DONTNEED) == 0 && *(volatile char *)memory == 0;
	good += mlock(memory, 4096) == 0 && munlock(memory, 4096) == 0;
	good += sched_getcpu() >= 0;
	good += uname(&system) == 0 && sysinfo(&machine) == 0 && machine.totalram > 0;
	good += times(&times_) != (clock_t)-1;
	good += clock_getcpuclockid(0, &clock) == 0 && clock_gettime(clock, &used) == 0 && used.tv_nsec > 0;
	/* Newer than what is known here: whoever asks is told that there is no such call. */
	good += syscall(SYS_membarrier, 0, 0, 0) >= 0 && syscall(500) == -1;
	queue = mq_open("/own", O_CREAT | O_RDWR, 0600, NULL);
	good += queue >= 0 && mq_send(queue, "x", 1, 0) == 0 && mq_unlink("/own") == 0;
	printf("%d of 10\n", good);
	return 0;
}
