// claim: it sets and turns the host's clocks, so that limits and logs are wrong
// layer: syscalls
// expect: contained
// without: syscalls

#include "attack.h"
#include <sys/time.h>
#include <sys/timex.h>

int main(void)
{
	struct timex question;
	struct timespec now;
	struct timeval today;
	int hour_ago;

	clock_gettime(CLOCK_REALTIME, &now);
	gettimeofday(&today, NULL);
	/* The time that it is: nobody is the worse for it, if it gets through. */
	REFUSED(clock_settime(CLOCK_REALTIME, &now));
	REFUSED(settimeofday(&today, NULL));
	for (clockid_t clock = -64; clock < 16; clock++)
		REFUSED(syscall(SYS_clock_settime, clock, &now));
	for (int clock = 0; clock < 12; clock++) {
		memset(&question, 0, sizeof question);
		REFUSED(syscall(SYS_clock_adjtime, clock, &question));
	}
	memset(&question, 0, sizeof question);
	REFUSED(adjtimex(&question));
	question.modes = ADJ_STATUS;
	REFUSED(syscall(SYS_adjtimex, &question));
	REFUSED(open("/dev/rtc0", O_RDONLY));
	REFUSED(open("/dev/ptp0", O_RDWR));
	hour_ago = open("/proc/self/timens_offsets", O_WRONLY);
	if (write(hour_ago, "monotonic -3600 0", 17) > 0)
		escaped("has a clock of its own");
	return contained();
}
