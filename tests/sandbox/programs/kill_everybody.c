/* expect: exit 0 */
#include "check.h"
int main(void)
{
	if (fork() == 0)
		pause();
	kill(-1, SIGKILL);
	return wait(NULL) > 0 ? 0 : 1;
}
