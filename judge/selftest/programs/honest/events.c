// claim: epoll waits for an event, a timer, a signal, a process and a changed file
// expect: AC
// prints: event timer signal process file

#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

static int wait_for(int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };
	int epoll = epoll_create1(EPOLL_CLOEXEC), found;

	epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
	memset(&event, 0, sizeof event);
	found = epoll_wait(epoll, &event, 1, 5000) == 1 && event.data.fd == fd;
	close(epoll);
	return found;
}

int main(void)
{
	struct itimerspec soon = { { 0, 0 }, { 0, 10000000 } };
	int event = eventfd(0, EFD_CLOEXEC), timer = timerfd_create(CLOCK_MONOTONIC, 0);
	int notes = inotify_init1(IN_CLOEXEC), signals;
	uint64_t one = 1;
	sigset_t set;
	pid_t child;

	write(event, &one, sizeof one);
	printf(wait_for(event) ? "event " : "none ");
	timerfd_settime(timer, 0, &soon, NULL);
	printf(wait_for(timer) ? "timer " : "none ");
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signals = signalfd(-1, &set, SFD_CLOEXEC);
	raise(SIGUSR1);
	printf(wait_for(signals) ? "signal " : "none ");
	fflush(stdout);
	child = fork();
	if (child == 0) {
		usleep(10000);
		_exit(0);
	}
	printf(wait_for((int)syscall(SYS_pidfd_open, child, 0)) ? "process " : "none ");
	waitpid(child, NULL, 0);
	inotify_add_watch(notes, "/tmp", IN_CREATE);
	fclose(fopen("/tmp/new", "w"));
	puts(wait_for(notes) ? "file" : "none");
	return 0;
}
