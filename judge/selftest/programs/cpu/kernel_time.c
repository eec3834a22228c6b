// claim: it lets the kernel do the work, by reading and copying without end
// layer: cpu_time
// expect: TLE
// cause: cpu-time
// limits: cpu_time=0.4
// without: cpu_time

#include "attack.h"

int main(void)
{
	static char data[1 << 20];
	int zero = open("/dev/zero", O_RDONLY), random = open("/dev/urandom", O_RDONLY);

	while (seconds_of(CLOCK_PROCESS_CPUTIME_ID) < 1.6)
		if (read(zero, data, sizeof data) < 0 || read(random, data, sizeof data) < 0)
			return 1;
	escaped("the kernel worked 1.6 s for it under a limit of 0.4 s");
	return contained();
}
