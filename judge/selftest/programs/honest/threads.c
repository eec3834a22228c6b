// claim: threads pass numbers through a queue with a mutex and two conditions
// expect: AC
// limits: cpu_time=20
// prints: 5000050000

#include <pthread.h>
#include <stdio.h>

#define MOST 100000
#define ROOM 64

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER, emptied = PTHREAD_COND_INITIALIZER;
static int queue[ROOM], first, count;
static __thread long long own;

static void *take(void *result)
{
	for (;;) {
		int number;

		pthread_mutex_lock(&lock);
		while (count == 0)
			pthread_cond_wait(&filled, &lock);
		number = queue[first];
		first = (first + 1) % ROOM;
		count--;
		pthread_cond_signal(&emptied);
		pthread_mutex_unlock(&lock);
		if (number == 0)
			break;
		own += number;
	}
	*(long long *)result = own;
	return NULL;
}

static void give(int number)
{
	pthread_mutex_lock(&lock);
	while (count == ROOM)
		pthread_cond_wait(&emptied, &lock);
	queue[(first + count++) % ROOM] = number;
	pthread_cond_signal(&filled);
	pthread_mutex_unlock(&lock);
}

int main(void)
{
	pthread_t threads[4];
	long long parts[4], sum = 0;

	for (int i = 0; i < 4; i++)
		if (pthread_create(&threads[i], NULL, take, &parts[i]) != 0)
			return 1;
	for (int i = 1; i <= MOST; i++)
		give(i);
	for (int i = 0; i < 4; i++)
		give(0);
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		sum += parts[i];
	}
	printf("%lld\n", sum);
	return 0;
}
