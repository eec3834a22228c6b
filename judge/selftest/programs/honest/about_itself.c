// claim: it reads in /proc what it is: its maps, its status, its program, its descriptors
// expect: AC
// prints: maps status program descriptors threads machine

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int has(const char *path, const char *word)
{
	static char text[1 << 16];
	FILE *file = fopen(path, "r");
	size_t length = file ? fread(text, 1, sizeof text - 1, file) : 0;

	if (file)
		fclose(file);
	text[length] = '\0';
	return strstr(text, word) != NULL;
}

static int entries(const char *path)
{
	DIR *folder = opendir(path);
	int count = 0;

	while (folder && readdir(folder))
		count++;
	if (folder)
		closedir(folder);
	return count;
}

int main(void)
{
	char program[4096] = "";

	if (has("/proc/self/maps", "[stack]"))
		printf("maps ");
	if (has("/proc/self/status", "VmRSS:") && has("/proc/self/stat", "("))
		printf("status ");
	if (readlink("/proc/self/exe", program, sizeof program - 1) > 0 && access(program, X_OK) == 0)
		printf("program ");
	/* ".", "..", three streams, and the folder itself. */
	if (entries("/proc/self/fd") == 6)
		printf("descriptors ");
	if (entries("/proc/self/task") == 3)
		printf("threads ");
	if (has("/proc/cpuinfo", "processor") && has("/proc/meminfo", "MemTotal:"))
		printf("machine\n");
	return 0;
}
