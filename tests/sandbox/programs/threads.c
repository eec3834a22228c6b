/* expect: exit 0 */
#include "check.h"
#include <pthread.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int sum;
static void *work(void *nothing)
{
	for (int n = 0; n < 1000; n++) {
		pthread_mutex_lock(&lock);
		sum++;
		pthread_mutex_unlock(&lock);
	}
	return nothing;
}
int main(void)
{
	pthread_t threads[8];
	for (int n = 0; n < 8; n++)
		CHECK(pthread_create(&threads[n], NULL, work, NULL) == 0);
	for (int n = 0; n < 8; n++)
		CHECK(pthread_join(threads[n], NULL) == 0);
	CHECK(sum == 8000);
	return failures;
}
