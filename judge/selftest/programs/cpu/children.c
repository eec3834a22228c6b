// claim: CPU time is spread over children, none of which is over the limit alone
// layer: cpu_time
// expect: TLE
// cause: cpu-time
// limits: cpu_time=0.4
// without: cpu_time

#include "attack.h"

int main(void)
{
	for (int i = 0; i < 8; i++) {
		pid_t child = fork();

		if (child == 0) {
			burn(0.2);
			_exit(0);
		}
		if (i % 2)
			waitpid(child, NULL, 0);
	}
	while (wait(NULL) > 0)
		;
	escaped("eight children used 1.6 s of CPU time under a limit of 0.4 s");
	return contained();
}
