/* expect: memory */
/* limits: memory=33554432 */
#include "check.h"
#include <sys/shm.h>
int main(void)
{
	int id = shmget(IPC_PRIVATE, 128 << 20, IPC_CREAT | 0600);
	touch(shmat(id, NULL, 0), 128 << 20);
	return 0;
}
