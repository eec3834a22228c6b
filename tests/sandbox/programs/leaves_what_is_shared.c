/* expect: exit 0 */
#include "check.h"
#include <fcntl.h>
#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/shm.h>
/* As many bytes of message queues as there may be, and locked memory; none is removed. */
int main(void)
{
	int id = shmget(IPC_PRIVATE, 64 << 10, IPC_CREAT | 0);

	CHECK(mq_open("/queue", O_CREAT | O_RDWR, 0, NULL) != -1);
	CHECK(id != -1 && shmctl(id, SHM_LOCK, NULL) == 0);
	return failures;
}
