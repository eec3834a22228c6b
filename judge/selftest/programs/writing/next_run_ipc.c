// claim: it leaves segments, queues and semaphores that belong to no process for the next run
// layer: ipc
// expect: contained
// runs: 2
// without: ipc

#include "attack.h"
#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

/* What an earlier run has left is taken away again, should there be any. */
int main(void)
{
	const char *name = bait("abstract_socket");
	key_t key = 0x5e1f0000;
	char path[128];
	int segment, queue, semaphore;
	mqd_t posix;

	for (; *name; name++)
		key = key * 31 + *name;
	snprintf(path, sizeof path, "/%s", bait("abstract_socket"));
	segment = shmget(key, 0, 0);
	queue = msgget(key, 0);
	semaphore = semget(key, 0, 0);
	posix = mq_open(path, O_RDONLY);
	if (segment >= 0) {
		shmctl(segment, IPC_RMID, NULL);
		escaped("an earlier run's segment is still there");
	} else {
		shmget(key, 4096, IPC_CREAT | 0666);
	}
	if (queue >= 0) {
		msgctl(queue, IPC_RMID, NULL);
		escaped("an earlier run's queue is still there");
	} else {
		msgget(key, IPC_CREAT | 0666);
	}
	if (semaphore >= 0) {
		semctl(semaphore, 0, IPC_RMID);
		escaped("an earlier run's semaphore is still there");
	} else {
		semget(key, 1, IPC_CREAT | 0666);
	}
	if (posix >= 0) {
		mq_unlink(path);
		escaped("an earlier run's POSIX queue is still there");
	} else {
		mq_open(path, O_RDWR | O_CREAT, 0666, NULL);
	}
	return contained();
}
