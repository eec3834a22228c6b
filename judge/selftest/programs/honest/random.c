// claim: it takes random bytes by each way that there is
// expect: AC
// prints: 4 different

#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/random.h>
#include <unistd.h>

static int from(const char *path, void *data)
{
	FILE *file = fopen(path, "rb");
	size_t got = file ? fread(data, 1, 16, file) : 0;

	if (file)
		fclose(file);
	return got == 16;
}

int main(void)
{
	char data[4][16];
	int ways = 0, different = 1;

	ways += getrandom(data[0], 16, 0) == 16;
	ways += getentropy(data[1], 16) == 0;
	ways += from("/dev/urandom", data[2]);
	ways += from("/dev/random", data[3]);
	for (int i = 0; i < 4; i++)
		for (int j = 0; j < i; j++)
			different &= memcmp(data[i], data[j], 16) != 0;
	printf("%d %s\n", ways, different ? "different" : "the same");
	return getauxval(AT_RANDOM) == 0;
}
