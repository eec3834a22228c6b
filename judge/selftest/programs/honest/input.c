// claim: C reads 100 MiB of standard input
// expect: AC
// limits: cpu_time=20 memory=64M
// input: 100M
// prints: 104857600 6553600

#include <stdio.h>
#include <string.h>

int main(void)
{
	static char data[1 << 16];
	size_t got, bytes = 0, lines = 0;

	while ((got = fread(data, 1, sizeof data, stdin)) > 0) {
		bytes += got;
		for (char *at = data; (at = memchr(at, '\n', (size_t)(data + got - at))) != NULL; at++)
			lines++;
	}
	printf("%zu %zu\n", bytes, lines);
	return 0;
}
