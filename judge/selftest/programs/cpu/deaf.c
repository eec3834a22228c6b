// claim: it blocks every signal, raises its own limits, and goes on computing
// layer: cpu_time
// expect: TLE
// cause: cpu-time
// limits: cpu_time=0.4
// without: cpu_time

#include "attack.h"
#include <sys/time.h>

int main(void)
{
	struct rlimit most = { RLIM_INFINITY, RLIM_INFINITY }, now;
	struct itimerval off = { { 0, 0 }, { 0, 0 } };
	sigset_t all;

	for (int number = 1; number < 65; number++)
		signal(number, SIG_IGN);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	for (int timer = 0; timer < 3; timer++)
		setitimer(timer, &off, NULL);
	setrlimit(RLIMIT_CPU, &most);
	getrlimit(RLIMIT_CPU, &now);
	now.rlim_cur = now.rlim_max;
	setrlimit(RLIMIT_CPU, &now);
	burn(1.6);
	escaped("used 1.6 s of CPU time under a limit of 0.4 s, deaf to signals");
	return contained();
}
