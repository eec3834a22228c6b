// claim: it kills itself by the signals that the kernel has for limits
// layer: cpu_time
// expect: RTE TLE
// unproved: it gains nothing: a crash is no more than a limit is

#include "attack.h"

int main(void)
{
	const int signals[] = { SIGXCPU, SIGKILL };

	for (int i = 0; i < 2; i++) {
		pid_t child = fork();

		if (child == 0) {
			raise(signals[i]);
			_exit(0);
		}
		waitpid(child, NULL, 0);
	}
	raise(SIGXCPU);
	return contained();
}
