// claim: it keeps data in message queues, POSIX and System V
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=16M
// without: memory

#include "attack.h"
#include <mqueue.h>
#include <sys/msg.h>

int main(void)
{
	struct {
		long type;
		char data[8192];
	} message = { 1, { 0 } };
	struct mq_attr attributes = { .mq_maxmsg = 10, .mq_msgsize = 8192 };
	size_t kept = 0;
	char name[32];

	for (int i = 0; i < 2000; i++) {
		int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);

		if (queue < 0)
			break;
		while (msgsnd(queue, &message, sizeof message.data, IPC_NOWAIT) == 0)
			kept += sizeof message.data;
	}
	for (int i = 0; i < 2000; i++) {
		mqd_t queue;

		snprintf(name, sizeof name, "/%d", i);
		queue = mq_open(name, O_CREAT | O_RDWR | O_NONBLOCK, 0600, &attributes);
		if (queue == (mqd_t)-1)
			break;
		while (mq_send(queue, message.data, sizeof message.data, 0) == 0)
			kept += sizeof message.data;
	}
	if (kept > 24 * MIB)
		escaped("has %zu MiB in message queues under a limit of 16 MiB", kept / MIB);
	return contained();
}
