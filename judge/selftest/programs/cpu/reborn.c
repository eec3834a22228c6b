// claim: it executes itself again and again, to be taken for a new program each time
// layer: cpu_time
// expect: TLE
// cause: cpu-time
// limits: cpu_time=0.4
// without: cpu_time

#include "attack.h"

int main(int argc, char **argv)
{
	int round = argc > 1 ? atoi(argv[1]) : 0;
	char next[16];

	burn(0.08);
	if (round < 20) {
		snprintf(next, sizeof next, "%d", round + 1);
		execl("/proc/self/exe", argv[0], next, (char *)NULL);
		return 1;
	}
	escaped("twenty lives used 1.6 s of CPU time under a limit of 0.4 s");
	return contained();
}
