/* expect: memory */
/* limits: memory=33554432 */
#include "check.h"
int main(void)
{
	if (fork() == 0) {
		touch(malloc(256 << 20), 256 << 20);
		_exit(0);
	}
	wait(NULL);
	return 0; /* its child was killed, and it goes on as if nothing had been */
}
