// claim: it maps its standard input where that is a file, and rewinds it
// expect: AC
// limits: cpu_time=20 memory=64M
// input: 32M
// prints: 33554432 2097152

#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
	struct stat status;
	size_t bytes = 0, lines = 0;
	const char *data = MAP_FAILED;

	if (fstat(0, &status) == 0 && S_ISREG(status.st_mode)) {
		bytes = (size_t)status.st_size;
		data = mmap(NULL, bytes, PROT_READ, MAP_PRIVATE, 0, 0);
		if (data == MAP_FAILED || lseek(0, 16, SEEK_SET) != 16 || getchar() != '0')
			return 1;
		for (size_t i = 0; i < bytes; i++)
			lines += data[i] == '\n';
	} else {
		for (int c; (c = getchar_unlocked()) != EOF; bytes++)
			lines += c == '\n';
	}
	printf("%zu %zu\n", bytes, lines);
	return 0;
}
