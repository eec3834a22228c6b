// claim: temporary files and folders: made, locked, renamed, listed, read again, removed
// expect: AC
// prints: 6 linked locked 100 gone

#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
	char name[] = "/tmp/fileXXXXXX", folder[] = "/tmp/folderXXXXXX", data[8] = "", path[64];
	FILE *file = tmpfile();
	int fd = mkstemp(name), count = 0;
	struct stat status;
	DIR *listed;

	if (file == NULL || fd < 0 || mkdtemp(folder) == NULL)
		return 1;
	fputs("a text", file);
	rewind(file);
	printf("%zu ", fread(data, 1, sizeof data, file));
	write(fd, "x", 1);
	snprintf(path, sizeof path, "%s/link", folder);
	symlink(name, path);
	if (stat(path, &status) == 0 && status.st_size == 1)
		printf("linked ");
	if (flock(fd, LOCK_EX) == 0 && lockf(fd, F_TLOCK, 1) == 0)
		printf("locked ");
	unlink(path);
	for (int i = 0; i < 100; i++) {
		snprintf(path, sizeof path, "%s/%d", folder, i);
		close(open(path, O_CREAT | O_EXCL | O_WRONLY, 0600));
	}
	listed = opendir(folder);
	for (struct dirent *entry; (entry = readdir(listed)) != NULL;)
		if (entry->d_name[0] != '.' && unlinkat(dirfd(listed), entry->d_name, 0) == 0)
			count++;
	printf("%d ", count);
	snprintf(path, sizeof path, "%s2", folder);
	if (rename(folder, path) == 0 && rmdir(path) == 0 && unlink(name) == 0 && access(name, F_OK) != 0)
		puts("gone");
	return 0;
}
