// claim: it kills, stops and frightens the process that started it, and everybody else
// layer: init pids
// expect: RTE
// cause: exit-code
// unproved: with the host's processes in reach it would kill them

#include "attack.h"

int main(void)
{
	pid_t parent = getppid();

	for (int number = 1; number < 65; number++) {
		int deaf = signal(number, SIG_IGN) != SIG_ERR;

		kill(parent, number);
		kill(1, number);
		syscall(SYS_tgkill, parent, parent, number);
		sigqueue(parent, number, (union sigval){ .sival_int = 0 });
		kill(-1, number);
		if (deaf)
			kill(0, number);
	}
	if (getppid() != parent)
		escaped("its parent is gone");
	return 3;
}
