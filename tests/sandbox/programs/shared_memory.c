/* expect: exit 0 */
#include "check.h"
#include <semaphore.h>
int main(void)
{
	int file = shm_open("/numbers", O_RDWR | O_CREAT | O_EXCL, 0600);
	CHECK(file >= 0 && ftruncate(file, 4096) == 0);
	int *numbers = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	sem_t *turn = sem_open("/turn", O_CREAT | O_EXCL, 0600, 0);
	CHECK(numbers != MAP_FAILED && turn != SEM_FAILED);
	if (fork() == 0) {
		numbers[5] = 55;
		_exit(sem_post(turn));
	}
	CHECK(sem_wait(turn) == 0 && numbers[5] == 55);
	CHECK(sem_unlink("/turn") == 0 && shm_unlink("/numbers") == 0);
	return failures;
}
