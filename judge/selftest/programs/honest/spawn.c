// claim: it starts programs by posix_spawn, system, popen, vfork, and its own file
// expect: AC
// prints: spawned shell 5 HELLO vfork again

#define _GNU_SOURCE
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int main(int count, char **arguments)
{
	char *words[] = { "printf", "spawned ", NULL }, line[16] = "";
	int status;
	pid_t child;
	FILE *pipe;

	if (count > 1)
		return puts(arguments[1]) < 0;
	setvbuf(stdout, NULL, _IONBF, 0);
	if (posix_spawnp(&child, "printf", NULL, NULL, words, environ) != 0)
		return 1;
	waitpid(child, &status, 0);
	status = system("printf 'shell '; exit 5");
	printf("%d ", WEXITSTATUS(status));
	pipe = popen("tr a-z A-Z <<EOF\nhello\nEOF", "r");
	if (pipe == NULL || fgets(line, sizeof line, pipe) == NULL || pclose(pipe) != 0)
		return 2;
	line[strcspn(line, "\n")] = '\0';
	printf("%s ", line);
	child = vfork();
	if (child == 0) {
		execlp("printf", "printf", "vfork ", NULL);
		_exit(127);
	}
	waitpid(child, &status, 0);
	execl("/proc/self/exe", "program", "again", NULL);
	return 3;
}
