// claim: it computes in short bursts and sleeps whenever a clock tick could look
// layer: cpu_time
// expect: TLE
// cause: cpu-time
// limits: cpu_time=0.4 wall_time=20
// without: cpu_time

#include "attack.h"

int main(void)
{
	double used = 0;

	while (used < 1.6) {
		struct timespec moment = { 0, 100000 };

		burn(0.0005);
		nanosleep(&moment, NULL);
		used += 0.0005;
	}
	escaped("bursts of half a millisecond summed up to 1.6 s under a limit of 0.4 s");
	return contained();
}
