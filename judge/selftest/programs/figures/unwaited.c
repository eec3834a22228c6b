// claim: it leaves at once, while children go on, deaf to signals
// layer: pids
// expect: contained
// limits: wall_time=10
// runs: 2
// unproved: nobody outlives the first process, whatever is switched off

#include "attack.h"

int main(void)
{
	for (int i = 0; i < 8; i++)
		if (fork() == 0) {
			setsid();
			for (int number = 1; number < 65; number++)
				signal(number, SIG_IGN);
			while (getppid() != 1)
				usleep(1000);
			sleep(2);
			escaped("lives on after its parent's end");
			_exit(0);
		}
	return contained();
}
