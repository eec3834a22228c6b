// claim: it starts threads without end, with the smallest stacks there are
// layer: processes
// expect: contained
// limits: processes=16
// without: processes

#include "attack.h"
#include <limits.h>
#include <pthread.h>

static void *work(void *unused)
{
	pause();
	return unused;
}

int main(void)
{
	pthread_attr_t small;
	pthread_t thread;
	int count = 0;

	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, 16384);
	while (count < 100 && pthread_create(&thread, &small, work, NULL) == 0)
		count++;
	if (count > 16)
		escaped("has %d threads where 16 are allowed", count);
	return contained();
}
