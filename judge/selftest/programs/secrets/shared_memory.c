// claim: it attaches shared memory of the host by its number, and reads others' queues
// layer: ipc
// expect: contained
// without: ipc

#include "attack.h"
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

static void attach(int number)
{
	const char *memory = shmat(number, NULL, SHM_RDONLY);

	if (memory == (void *)-1)
		return;
	escaped("attached segment %d", number);
	printf("%.64s\n", memory);
	fflush(stdout);
	shmdt(memory);
}

/* Each table has a line that says what the columns are, and one for each object. */
static void count(const char *table)
{
	char line[512];
	FILE *file = fopen(table, "r");
	int lines = 0;

	while (file != NULL && fgets(line, sizeof line, file) != NULL)
		if (lines++ > 0)
			escaped("%s tells of %s", table, line);
	if (file != NULL)
		fclose(file);
}

int main(void)
{
	struct shmid_ds segment;
	struct msqid_ds queue;
	struct semid_ds semaphore;

	if (bait("shm_id") != NULL)
		attach(atoi(bait("shm_id")));
	for (int i = 0; i < 256; i++) {
		int number = shmctl(i, SHM_STAT, &segment);

		if (number >= 0)
			attach(number);
		if (shmctl(i, 15 /* SHM_STAT_ANY */, &segment) >= 0)
			escaped("sees segment %d", i);
		if (msgctl(i, MSG_STAT, &queue) >= 0 || msgctl(i, 13 /* MSG_STAT_ANY */, &queue) >= 0)
			escaped("sees queue %d", i);
		if (semctl(i, 0, SEM_STAT, &semaphore) >= 0 || semctl(i, 0, 20 /* SEM_STAT_ANY */, &semaphore) >= 0)
			escaped("sees semaphore %d", i);
	}
	count("/proc/sysvipc/shm");
	count("/proc/sysvipc/msg");
	count("/proc/sysvipc/sem");
	return contained();
}
