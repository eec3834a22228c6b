// claim: it prints as much as it may, and more on its error stream than anybody reads
// expect: AC
// limits: output=40M cpu_time=20

#include <stdio.h>

int main(void)
{
	for (int i = 0; i < 4000000; i++)
		printf("%09d\n", i);
	for (int i = 0; i < 400000; i++)
		fprintf(stderr, "%09d\n", i);
	return 0;
}
