// claim: it reads back what it prints, just before the judge does, to have that wait for ever
// layer: wall_time
// expect: TLE
// cause: wall-time
// limits: wall_time=1
// without: wall_time

#include "attack.h"

int main(void)
{
	static char data[65536];
	int back = open("/proc/self/fd/1", O_RDONLY | O_NONBLOCK);
	double end = seconds_of(CLOCK_MONOTONIC) + 0.5;

	while (seconds_of(CLOCK_MONOTONIC) < end) {
		write(1, "x", 1);
		read(back, data, sizeof data);
	}
	for (;;)
		pause();
}
