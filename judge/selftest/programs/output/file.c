// claim: it writes a file larger than it may, by writing, by holes, by mapping, deaf to SIGXFSZ
// layer: file_size
// expect: contained
// limits: output=64K
// without: file_size

#include "attack.h"

#define MOST (64 * 1024)

static void check(const char *how, int file)
{
	struct stat status;

	if (fstat(file, &status) == 0 && status.st_size > MOST)
		escaped("%s makes a file of %ld bytes where %d are allowed", how, (long)status.st_size, MOST);
	ftruncate(file, 0);
	lseek(file, 0, SEEK_SET);
}

int main(void)
{
	static char data[MOST + 4096];
	struct rlimit most = { RLIM_INFINITY, RLIM_INFINITY };
	int file = open("/tmp/file", O_RDWR | O_CREAT, 0600), ends[2];

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &most);
	for (int i = 0; i < 4; i++)
		write(file, data, sizeof data);
	check("write", file);
	ftruncate(file, 1 << 30);
	check("ftruncate", file);
	pwrite(file, "x", 1, 1 << 28);
	check("pwrite", file);
	lseek(file, 1 << 28, SEEK_SET);
	write(file, "x", 1);
	check("lseek", file);
	posix_fallocate(file, 0, 1 << 22);
	check("fallocate", file);
	truncate("/tmp/file", 1 << 26);
	check("truncate", file);
	pipe2(ends, O_NONBLOCK);
	for (int i = 0; i < 40; i++) {
		write(ends[1], data, 4096);
		splice(ends[0], NULL, file, NULL, 4096, SPLICE_F_NONBLOCK);
	}
	check("splice", file);
	return contained();
}
