// claim: it copies between files and pipes without reading: sendfile, splice, tee, copy_file_range
// expect: AC
// prints: sendfile splice tee vmsplice copied hole

#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>

#define SIZE 4096

static char data[SIZE], back[SIZE];

static void check(int fd, const char *name)
{
	memset(back, 0, SIZE);
	if (read(fd, back, SIZE) == SIZE && memcmp(data, back, SIZE) == 0)
		printf("%s ", name);
}

static int new_file(const char *path)
{
	return open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
}

int main(void)
{
	int one = new_file("/tmp/one"), two = new_file("/tmp/two"), first[2], second[2];
	struct iovec part = { data, SIZE };
	loff_t start = 0;
	off_t from = 0;

	memset(data, 'x', SIZE);
	if (pwrite(one, data, SIZE, 0) != SIZE || pipe(first) != 0 || pipe(second) != 0)
		return 1;
	sendfile(first[1], one, &from, SIZE);
	check(first[0], "sendfile");
	splice(one, &start, first[1], NULL, SIZE, 0);
	tee(first[0], second[1], SIZE, 0);
	check(first[0], "splice");
	check(second[0], "tee");
	vmsplice(first[1], &part, 1, 0);
	check(first[0], "vmsplice");
	start = 0;
	/* Some file systems can't; then a program copies by hand. */
	if (copy_file_range(one, &start, two, NULL, SIZE, 0) != SIZE)
		write(two, data, SIZE);
	lseek(two, 0, SEEK_SET);
	check(two, "copied");
	ftruncate(two, 3 * SIZE);
	puts(lseek(two, 0, SEEK_END) == 3 * SIZE ? "hole" : "no hole");
	return 0;
}
