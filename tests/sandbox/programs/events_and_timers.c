/* expect: exit 0 */
#include "check.h"
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/timerfd.h>
static volatile sig_atomic_t rang;
static void ring(int number) { rang = number; }
int main(void)
{
	struct epoll_event event = { .events = EPOLLIN }, got;
	struct itimerspec soon = { .it_value = { .tv_nsec = 1000000 } };
	timer_t timer;
	char random[16];
	int events = epoll_create1(0), counter = eventfd(0, 0), clock = timerfd_create(CLOCK_MONOTONIC, 0);
	CHECK(epoll_ctl(events, EPOLL_CTL_ADD, counter, &event) == 0);
	CHECK(epoll_ctl(events, EPOLL_CTL_ADD, clock, &event) == 0);
	CHECK(timerfd_settime(clock, 0, &soon, NULL) == 0);
	CHECK(epoll_wait(events, &got, 1, -1) == 1);
	CHECK(eventfd_write(counter, 1) == 0 && epoll_wait(events, &got, 1, -1) == 1);
	signal(SIGALRM, ring);
	CHECK(timer_create(CLOCK_MONOTONIC, NULL, &timer) == 0 && timer_settime(timer, 0, &soon, NULL) == 0);
	while (!rang)
		usleep(1000);
	CHECK(getrandom(random, sizeof random, 0) == sizeof random);
	return failures;
}
