// claim: it is built with sanitizers, and finds nothing wrong in itself
// expect: AC
// limits: memory=512M cpu_time=20
// flags: -fsanitize=address,undefined
// prints: 4950

#include <stdio.h>
#include <stdlib.h>

/* To look for leaks it would have to trace itself, which the filter refuses. */
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

int main(void)
{
	int *numbers = malloc(100 * sizeof *numbers), sum = 0;

	for (int i = 0; i < 100; i++)
		numbers[i] = i;
	for (int i = 0; i < 100; i++)
		sum += numbers[i];
	free(numbers);
	printf("%d\n", sum);
	return 0;
}
