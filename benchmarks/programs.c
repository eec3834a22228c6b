/* What the benchmarks run: `program NAME [NUMBER]`. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static double used(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec +
	       ((double)usage.ru_utime.tv_usec + (double)usage.ru_stime.tv_usec) / 1e6;
}

static void burn(double seconds)
{
	while (used() < seconds)
		;
}

static void *loop(void *unused)
{
	volatile unsigned long count = 0;

	for (;;)
		count++;
	return unused;
}

static void touch(size_t bytes)
{
	char *memory = malloc(bytes + 1);
	size_t at;

	for (at = 0; at < bytes; at += 4096)
		((volatile char *)memory)[at] = 1;
}

static void read_all(void)
{
	static char block[1 << 16];

	while (read(0, block, sizeof block) > 0)
		;
}

static void print_bytes(size_t bytes)
{
	static char block[1 << 16];
	size_t done;

	memset(block, 'x', sizeof block);
	for (done = 0; done < bytes; done += sizeof block)
		if (write(1, block, sizeof block) < 0)
			exit(1);
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "hello";
	double number = argc > 2 ? atof(argv[2]) : 0;
	pthread_t thread;
	int count;

	if (strcmp(name, "hello") == 0)
		return puts("hello") < 0;
	if (strcmp(name, "burn") == 0) {
		burn(number);
		printf("%.6f\n", used());
	} else if (strcmp(name, "loop") == 0)
		loop(NULL);
	else if (strcmp(name, "threads") == 0) {
		for (count = 1; count < (int)number; count++)
			pthread_create(&thread, NULL, loop, NULL);
		loop(NULL);
	} else if (strcmp(name, "sleep") == 0)
		sleep((unsigned)number);
	else if (strcmp(name, "touch") == 0)
		touch((size_t)number);
	else if (strcmp(name, "read-touch") == 0) {
		read_all();
		touch((size_t)number);
	} else if (strcmp(name, "print-touch") == 0) {
		print_bytes(50 << 20);
		touch((size_t)number);
	} else if (strcmp(name, "print") == 0)
		print_bytes((size_t)number);
	else if (strcmp(name, "read") == 0)
		read_all();
	return 0;
}
