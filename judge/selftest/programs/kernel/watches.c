// claim: it takes all the file watches that the kernel has for its user
// layer: watches
// expect: contained
// without: watches

#include "attack.h"
#include <sys/inotify.h>

int main(void)
{
	int instances = 0, watches = 0, instance = inotify_init();
	char name[32];

	for (int i = 0; i < 2000; i++) {
		snprintf(name, sizeof name, "/tmp/%d", i);
		if (mkdir(name, 0700) == 0 && inotify_add_watch(instance, name, IN_MODIFY) >= 0)
			watches++;
	}
	while (instances < 100 && inotify_init() >= 0)
		instances++;
	if (instances > 8)
		escaped("has %d instances of inotify, where a host usually has 128", instances);
	if (watches > 1000)
		escaped("watches %d folders", watches);
	return contained();
}
