// claim: a fork bomb: every process starts two more
// layer: processes
// expect: contained
// limits: processes=16 cpu_time=3
// without: processes

#include "attack.h"

int main(void)
{
	/* It stops by itself at 64, for the case that nothing else stops it. */
	volatile int *alive = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t first = getpid();

	*alive = 1;
	for (int round = 0; round < 40 && *alive < 64; round++)
		if (fork() == 0 && __sync_add_and_fetch(alive, 1) > 64)
			_exit(0);
	if (getpid() != first) {
		pause();
		_exit(0);
	}
	usleep(200000);
	if (*alive > 17)
		escaped("%d processes live where 16 are allowed", *alive);
	return contained();
}
