// claim: a daemon, deaf to signals, in a session of its own, waits for the next run to come
// layer: pids
// expect: contained
// runs: 2
// unproved: a daemon that nothing ends would stay on the host for good

#include "attack.h"
#include <stddef.h>
#include <sys/un.h>

static socklen_t address(struct sockaddr_un *to, const char *name)
{
	memset(to, 0, sizeof *to);
	to->sun_family = AF_UNIX;
	/* A zero byte first: a name without a file. */
	snprintf(to->sun_path + 1, sizeof to->sun_path - 1, "%s-daemon", name);
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(to->sun_path + 1));
}

static void serve(int listener, int ready)
{
	setsid();
	if (fork() != 0)
		_exit(0);
	for (int number = 1; number < 65; number++)
		signal(number, SIG_IGN);
	/* Even what ends by itself is enough to be met by a run that follows at once. */
	alarm(0);
	for (int fd = 0; fd < 3; fd++)
		close(fd);
	write(ready, "x", 1);
	close(ready);
	if (fork() == 0)
		setpgid(0, 0);
	for (int i = 0; i < 100; i++) {
		close(accept(listener, NULL, NULL));
		usleep(10000);
	}
	_exit(0);
}

int main(void)
{
	struct sockaddr_un to;
	socklen_t length = address(&to, bait("abstract_socket"));
	int client = socket(AF_UNIX, SOCK_STREAM, 0), listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	int ends[2];
	char byte;

	if (connect(client, (struct sockaddr *)&to, length) == 0)
		escaped("an earlier run's daemon still answers");
	if (bind(listener, (struct sockaddr *)&to, length) != 0 || listen(listener, 8) != 0)
		escaped("the name of an earlier run's daemon is still taken");
	if (pipe(ends) == 0 && fork() == 0)
		serve(listener, ends[1]);
	close(ends[1]);
	read(ends[0], &byte, 1);
	return contained();
}
