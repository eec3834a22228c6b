// claim: it makes the kernel keep a quarter of a million objects: watches, mappings, timers
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=16M cpu_time=5
// without: memory

#include "attack.h"
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>

int main(void)
{
	struct epoll_event event = { .events = EPOLLIN };
	int watched[480], count = 0, watches = 0;
	timer_t timer;
	struct sigevent none = { .sigev_notify = SIGEV_NONE };
	char *area = mmap(NULL, 60000 * 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	for (size_t page = 0; page < 60000; page += 2)
		mprotect(area + page * 4096, 4096, PROT_NONE);
	for (int i = 0; i < 10000 && timer_create(CLOCK_MONOTONIC, &none, &timer) == 0; i++)
		;
	for (int i = 0; i < 100; i++) {
		int instance = inotify_init();

		if (instance < 0 || inotify_add_watch(instance, "/usr", IN_ALL_EVENTS) < 0)
			break;
		close(instance);
	}
	while (count < 480 && (watched[count] = eventfd(0, 0)) >= 0)
		count++;
	for (int i = 0; i < 500; i++) {
		int epoll = epoll_create1(0);

		if (epoll < 0)
			break;
		for (int j = 0; j < count; j++)
			watches += epoll_ctl(epoll, EPOLL_CTL_ADD, watched[j], &event) == 0;
	}
	if (watches < 200000)
		return 1;
	escaped("the kernel keeps %d watches for it under a limit of 16 MiB", watches);
	return contained();
}
