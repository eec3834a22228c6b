// claim: processes share memory, semaphores and messages, by POSIX's names and System V's
// expect: AC
// prints: 2000 3000 told

#define _GNU_SOURCE
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

static void add(sem_t *lock, int semaphore, volatile int *both[2])
{
	struct sembuf take = { 0, -1, 0 }, give = { 0, 1, 0 };

	for (int i = 0; i < 1000; i++) {
		sem_wait(lock);
		++*both[0];
		sem_post(lock);
		semop(semaphore, &take, 1);
		++*both[1];
		semop(semaphore, &give, 1);
	}
}

int main(void)
{
	struct { long kind; char text[8]; } message = { 1, "told" };
	int memory = shm_open("/own", O_CREAT | O_RDWR, 0600);
	int segment = shmget(IPC_PRIVATE, 4096, 0600), semaphore = semget(IPC_PRIVATE, 1, 0600);
	int queue = msgget(IPC_PRIVATE, 0600);
	sem_t *lock = sem_open("/lock", O_CREAT, 0600, 1);
	volatile int *both[2];

	if (memory < 0 || segment < 0 || semaphore < 0 || queue < 0 || lock == SEM_FAILED)
		return 1;
	ftruncate(memory, 4096);
	both[0] = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
	both[1] = shmat(segment, NULL, 0);
	semctl(semaphore, 0, SETVAL, 1);
	*both[1] = 1000;
	if (fork() == 0) {
		add(lock, semaphore, both);
		msgsnd(queue, &message, sizeof message.text, 0);
		_exit(0);
	}
	add(lock, semaphore, both);
	memset(message.text, 0, sizeof message.text);
	msgrcv(queue, &message, sizeof message.text, 1, 0);
	wait(NULL);
	printf("%d %d %s\n", *both[0], *both[1], message.text);
	sem_unlink("/lock");
	shm_unlink("/own");
	return 0;
}
