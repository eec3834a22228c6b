/* expect: exit 0 */
/* flags: -fsanitize=address,undefined */
/* env: ASAN_OPTIONS=detect_leaks=0 */
/* prints: 45 */
#include <stdio.h>
#include <stdlib.h>
int main(void)
{
	/* Reserves terabytes of addresses. (Looking for leaks would take ptrace.) */
	int *numbers = calloc(10, sizeof *numbers), sum = 0;
	for (int n = 0; n < 10; n++)
		numbers[n] = n;
	for (int n = 0; n < 10; n++)
		sum += numbers[n];
	free(numbers);
	printf("%d\n", sum);
	return 0;
}
