// claim: it signals, stops and slows down the first process, everybody, and the host's by number
// layer: pids init
// expect: contained
// without: pids

#include "attack.h"

static void by_number(const char *name)
{
	struct sched_param low = { 0 };
	struct rlimit limit;
	cpu_set_t all;
	char path[64], line[256] = "";
	pid_t pid = atoi(bait(name));
	int fd;

	/* A small number may be our own in here: nobody else is there so far. */
	if (pid <= 1 || pid == getpid())
		return;
	REFUSED(kill(pid, SIGCONT));
	REFUSED(kill(-pid, SIGCONT));
	REFUSED(syscall(SYS_tgkill, pid, pid, SIGCONT));
	REFUSED(syscall(SYS_pidfd_open, pid, 0));
	REFUSED(prlimit(pid, RLIMIT_CORE, NULL, &limit));
	REFUSED(setpriority(PRIO_PROCESS, (id_t)pid, 19));
	REFUSED(sched_setscheduler(pid, SCHED_IDLE, &low));
	REFUSED(sched_getaffinity(pid, sizeof all, &all));
	REFUSED(getpgid(pid));
	REFUSED(getsid(pid));
	snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
	fd = open(path, O_RDONLY);
	if (fd >= 0 && read(fd, line, sizeof line - 1) > 0) {
		escaped("knows process %d of the host: %s", pid, line);
		snprintf(path, sizeof path, "/proc/%d", pid);
		REFUSED(syscall(SYS_pidfd_send_signal, open(path, O_RDONLY), SIGCONT, NULL, 0));
	}
	close(fd);
}

int main(void)
{
	struct rlimit none = { 0, 0 };
	siginfo_t told = { .si_code = SI_QUEUE };
	struct sched_param low = { 0 };
	int first, shared;

	by_number("pid");
	by_number("judge_pid");
	/* Where the host's processes can be reached, "everybody" would be everybody. */
	shared = kill(atoi(bait("judge_pid")), 0) == 0 && atoi(bait("judge_pid")) != getpid();
	if (shared || getpid() > 1000) {
		escaped("lives among the host's processes");
		return contained();
	}
	first = (int)syscall(SYS_pidfd_open, 1, 0);
	for (int number = 1; number < 65; number++) {
		kill(1, number);
		syscall(SYS_tkill, 1, number);
		syscall(SYS_tgkill, 1, 1, number);
		syscall(SYS_rt_sigqueueinfo, 1, number, &told);
		syscall(SYS_pidfd_send_signal, first, number, NULL, 0);
		fcntl(0, F_SETOWN, 1);
		fcntl(0, F_SETSIG, number);
	}
	REFUSED(prlimit(1, RLIMIT_NOFILE, &none, NULL));
	REFUSED(prlimit(1, RLIMIT_CPU, &none, NULL));
	REFUSED(prlimit(1, RLIMIT_STACK, &none, NULL));
	REFUSED(open("/proc/1/oom_score_adj", O_WRONLY));
	sched_setscheduler(1, SCHED_IDLE, &low);
	/* A whole group, and all that there are but ourselves. */
	if (fork() == 0) {
		setsid();
		kill(-1, SIGSTOP);
		kill(-1, SIGCONT);
		_exit(0);
	}
	waitpid(-1, NULL, WUNTRACED);
	signal(SIGTERM, SIG_IGN);
	kill(0, SIGTERM);
	kill(-getpgrp(), SIGTERM);
	kill(-1, SIGTERM);
	kill(-1, SIGKILL);
	return contained();
}
