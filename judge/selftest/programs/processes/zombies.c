// claim: children that have ended and are never waited for, under parents that go
// layer: processes
// expect: contained
// limits: processes=16
// without: processes

#include "attack.h"

int main(void)
{
	int count = 0;
	siginfo_t ended;

	while (count < 100) {
		pid_t child = fork();

		if (child < 0)
			break;
		if (child == 0)
			_exit(0);
		/* It has ended and stays. */
		waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT);
		count++;
	}
	if (count > 16)
		escaped("keeps %d zombies where 16 processes are allowed", count);
	return contained();
}
