// claim: a child is killed for memory, and its parent goes on as if nothing had been
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=32M
// without: memory

#include "attack.h"

int main(void)
{
	int status;

	if (fork() == 0) {
		FILE *score = fopen("/proc/self/oom_score_adj", "w");

		if (score != NULL) {
			fputs("1000", score);
			fclose(score);
		}
		touch(malloc(96 * MIB), 96 * MIB);
		_exit(0);
	}
	wait(&status);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		escaped("a child had 96 MiB under a limit of 32 MiB");
	return contained();
}
