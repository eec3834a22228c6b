// claim: a daemon in a session of its own computes while its ancestor sleeps
// layer: cpu_time
// expect: TLE
// cause: cpu-time
// limits: cpu_time=0.4
// without: cpu_time

#include "attack.h"

int main(void)
{
	volatile int *done = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (fork() == 0) {
		setsid();
		if (fork() != 0)
			_exit(0);
		for (int fd = 0; fd < 3; fd++)
			close(fd);
		setpgid(0, 0);
		burn(1.6);
		*done = 1;
		_exit(0);
	}
	while (!*done)
		usleep(10000);
	escaped("a daemon used 1.6 s of CPU time under a limit of 0.4 s");
	return contained();
}
