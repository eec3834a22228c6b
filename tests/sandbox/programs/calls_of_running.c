/* expect: exit 0 */
#include "check.h"
#include <mqueue.h>
#include <sched.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/un.h>
/* What the run list has beyond the compile list. With an argument, all of it is refused. */
static int refused;
#define RUNS(call) do { errno = 0; long got = (call); \
	if (refused) CHECK(got == -1 && errno == EPERM); else CHECK(got != -1); } while (0)
int main(int argc, char **argv)
{
	struct sockaddr_un address = { AF_UNIX, "/tmp/socket" };
	struct sched_param none = { 0 };
	char text[16] = "text", *page = aligned_alloc(4096, 4096);
	struct iovec part = { text, 4 };
	int one[2], other[2], watch, server = socket(AF_UNIX, SOCK_STREAM, 0);
	cpu_set_t cpus;

	refused = argc > 1;
	CHECK(server >= 0 && pipe(one) == 0 && pipe(other) == 0);
	CHECK(sched_getaffinity(0, sizeof cpus, &cpus) == 0);
	RUNS(bind(server, (struct sockaddr *)&address, sizeof address));
	RUNS(listen(server, 1));
	fcntl(server, F_SETFL, O_NONBLOCK);
	REFUSED(refused ? EPERM : EAGAIN, accept4(server, NULL, NULL, 0));
	RUNS(shmget(IPC_PRIVATE, 4096, 0600));
	RUNS(semget(IPC_PRIVATE, 1, 0600));
	RUNS(msgget(IPC_PRIVATE, 0600));
	RUNS(mq_open("/queue", O_CREAT | O_RDWR, 0600, NULL));
	RUNS(mlock(page, 4096));
	RUNS(munlock(page, 4096));
	RUNS(sched_setaffinity(0, sizeof cpus, &cpus));
	RUNS(sched_setscheduler(0, SCHED_BATCH, &none));
	RUNS(syscall(SYS_unshare, CLONE_FS | CLONE_FILES));
	RUNS(watch = inotify_init1(0));
	RUNS(inotify_add_watch(watch, "/tmp", IN_MODIFY | IN_CREATE | IN_CLOSE_WRITE));
	REFUSED(EPERM, inotify_add_watch(watch, "/usr/bin", IN_OPEN));
	REFUSED(EPERM, inotify_add_watch(watch, "/usr/bin", IN_MODIFY | IN_ACCESS));
	RUNS(vmsplice(one[1], &part, 1, 0));
	RUNS(tee(one[0], other[1], 4, 0));
	return failures;
}
