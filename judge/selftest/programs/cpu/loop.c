// claim: one process computes without end
// layer: cpu_time
// expect: TLE
// cause: cpu-time
// limits: cpu_time=0.4
// without: cpu_time

#include "attack.h"

int main(void)
{
	burn(1.6);
	escaped("used 1.6 s of CPU time under a limit of 0.4 s");
	return contained();
}
