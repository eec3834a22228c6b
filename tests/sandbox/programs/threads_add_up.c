/* expect: cpu-time */
/* limits: cpu_time=0.3 */
#include "check.h"
#include <pthread.h>
static void *work(void *nothing) { burn(0.15); return nothing; }
int main(void)
{
	pthread_t threads[4];
	for (int n = 0; n < 4; n++)
		pthread_create(&threads[n], NULL, work, NULL);
	for (int n = 0; n < 4; n++)
		pthread_join(threads[n], NULL);
	return 0;
}
