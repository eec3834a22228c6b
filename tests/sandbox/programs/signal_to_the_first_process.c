/* expect: exit 0 */
#include "check.h"
int main(void)
{
	/* Process 1 of a namespace takes no signal from inside that it has no handler for. */
	kill(1, SIGTERM);
	kill(1, SIGKILL);
	usleep(10000);
	return 0;
}
