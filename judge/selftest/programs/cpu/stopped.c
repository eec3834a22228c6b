// claim: it stops itself and its children with SIGSTOP, and so waits for ever
// layer: wall_time
// expect: TLE
// cause: wall-time
// limits: wall_time=0.5
// without: wall_time

#include "attack.h"

int main(void)
{
	pid_t child = fork();

	if (child == 0) {
		kill(getpid(), SIGSTOP);
		_exit(0);
	}
	waitpid(child, NULL, WUNTRACED);
	if (fork() == 0) {
		usleep(1500000);
		kill(getppid(), SIGCONT);
		kill(child, SIGCONT);
		_exit(0);
	}
	kill(getpid(), SIGSTOP);
	escaped("was stopped for 1.5 s under a limit of 0.5 s");
	return contained();
}
