// claim: it sets clocks and counters back, and hides time in children that nobody waits for
// layer: cpu_time syscalls user
// expect: TLE
// cause: cpu-time
// limits: cpu_time=0.5 wall_time=10
// without: cpu_time

#include "attack.h"

static int put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	return fd >= 0 && write(fd, text, strlen(text)) > 0;
}

int main(void)
{
	struct timespec zero = { 0, 0 }, now;

	/* Each call would change nothing if it got through. */
	clock_gettime(CLOCK_REALTIME, &now);
	REFUSED(clock_settime(CLOCK_REALTIME, &now));
	REFUSED(clock_settime(CLOCK_PROCESS_CPUTIME_ID, &zero));
	REFUSED(clock_settime(CLOCK_THREAD_CPUTIME_ID, &zero));
	REFUSED(clock_settime(CLOCK_MONOTONIC, &zero));
	REFUSED(syscall(SYS_settimeofday, NULL, NULL));
	REFUSED(unshare(CLONE_NEWTIME));
	if (put("/proc/self/timens_offsets", "monotonic 0 0\n"))
		escaped("wrote to timens_offsets");
	put("/proc/self/sched", "0");
	signal(SIGCHLD, SIG_IGN);
	for (int i = 0; i < 6; i++) {
		pid_t child = fork();

		if (child == 0) {
			if (i % 2 && fork() > 0)
				_exit(0);
			setsid();
			burn(0.25);
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		;
	/* The others are orphans, who are not ours to wait for. */
	sleep(2);
	escaped("children used 1.5 s of CPU time under a limit of 0.5 s");
	return contained();
}
