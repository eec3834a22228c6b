// claim: it forks children that talk through pipes, and waits for each
// expect: AC
// prints: 1000 7 SIGTERM orphan

#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int there[2], back[2], number = 0, status;
	const char *orphan = "lost";
	pid_t child;

	if (pipe(there) != 0 || pipe2(back, O_CLOEXEC) != 0)
		return 1;
	child = fork();
	if (child == 0) {
		close(there[1]);
		while (read(there[0], &number, sizeof number) == sizeof number) {
			number++;
			write(back[1], &number, sizeof number);
		}
		_exit(7);
	}
	close(there[0]);
	for (int i = 0; i < 1000; i++)
		if (write(there[1], &number, sizeof number) < 0 || read(back[0], &number, sizeof number) < 0)
			return 2;
	close(there[1]);
	if (waitpid(child, &status, 0) != child)
		return 3;
	printf("%d %d ", number, WEXITSTATUS(status));
	child = fork();
	if (child == 0)
		for (;;)
			pause();
	kill(child, SIGTERM);
	waitpid(child, &status, 0);
	printf("%s ", WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM ? "SIGTERM" : "none");
	fflush(stdout);
	/* A grandchild goes on when its parent has gone. */
	child = fork();
	if (child == 0) {
		if (fork() == 0) {
			usleep(20000);
			write(back[1], "own", 4);
		}
		_exit(0);
	}
	waitpid(child, NULL, 0);
	if (read(back[0], &number, 4) == 4 && memcmp(&number, "own", 4) == 0)
		orphan = "orphan";
	puts(orphan);
	return 0;
}
