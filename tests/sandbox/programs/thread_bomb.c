/* expect: exit 0 */
/* limits: processes=16 */
/* refuses: processes */
/* flags: -pthread */
#include "check.h"
#include <pthread.h>
static void *rest(void *nothing) { pause(); return nothing; }
int main(void)
{
	pthread_t thread;
	int count = 1, error;
	while ((error = pthread_create(&thread, NULL, rest, NULL)) == 0 && count < 1000)
		count++;
	errno = error;
	CHECK(error == EAGAIN);
	CHECK(count <= 16);
	fflush(stdout);
	_exit(failures);
}
