// claim: System V segments, which belong to no process
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=32M
// without: memory

#include "attack.h"
#include <sys/shm.h>

int main(void)
{
	for (int i = 0; i < 24; i++) {
		int segment = shmget(IPC_PRIVATE, 4 * MIB, IPC_CREAT | 0600);
		void *memory = segment < 0 ? (void *)-1 : shmat(segment, NULL, 0);

		if (memory == (void *)-1)
			return 1;
		touch(memory, 4 * MIB);
		shmdt(memory);
	}
	escaped("has 96 MiB in System V segments under a limit of 32 MiB");
	return contained();
}
