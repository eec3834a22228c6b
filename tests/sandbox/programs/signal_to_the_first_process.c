/* expect: exit 0 */
#include "check.h"
int main(void)
{
	/* Process 1 of a namespace takes no signal from inside that it has no handler for. */
	for (int number = 1; number < 65; number++) {
		kill(1, number);
		sigqueue(1, number, (union sigval){ 0 });
	}
	usleep(10000);
	return 0;
}
