// claim: OpenMP shares loops among threads
// expect: AC
// limits: cpu_time=20
// flags: -fopenmp
// prints: 333332833333500000 4

#include <omp.h>
#include <stdio.h>

int main(void)
{
	long long sum = 0;
	int threads = 0;

#pragma omp parallel for num_threads(4) reduction(+ : sum) schedule(dynamic, 1000)
	for (long long i = 0; i < 1000000; i++)
		sum += i * i;
#pragma omp parallel num_threads(4)
	{
#pragma omp barrier
#pragma omp single
		threads = omp_get_num_threads();
	}
	printf("%lld %d\n", sum, threads);
	return 0;
}
