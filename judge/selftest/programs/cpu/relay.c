// claim: a relay of orphans that nobody waits for, each of which lives only for a moment
// layer: cpu_time
// expect: TLE
// cause: cpu-time
// limits: cpu_time=0.4
// without: cpu_time

#include "attack.h"

int main(void)
{
	volatile int *done = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	signal(SIGCHLD, SIG_IGN);
	if (fork() == 0) {
		for (int i = 0; i < 40; i++) {
			burn(0.04);
			if (fork() != 0)
				_exit(0);
		}
		*done = 1;
		_exit(0);
	}
	while (!*done)
		usleep(10000);
	escaped("orphans used 1.6 s of CPU time under a limit of 0.4 s");
	return contained();
}
