// claim: it traces children, itself and the first process, and reaches into their memory
// layer: syscalls init
// expect: contained
// without: syscalls

#include "attack.h"
#include <sys/ptrace.h>
#include <sys/uio.h>

static char word[16] = "mine";

static void reach_into(pid_t pid)
{
	struct iovec own = { word, sizeof word }, theirs = { word, sizeof word };
	int handle = (int)syscall(SYS_pidfd_open, pid, 0);
	char path[64];
	int fd;

	REFUSED(ptrace(PTRACE_ATTACH, pid, 0, 0));
	REFUSED(ptrace(PTRACE_SEIZE, pid, 0, PTRACE_O_TRACESYSGOOD));
	REFUSED(ptrace(PTRACE_PEEKDATA, pid, word, 0));
	REFUSED(ptrace(PTRACE_INTERRUPT, pid, 0, 0));
	REFUSED(ptrace(PTRACE_DETACH, pid, 0, 0));
	REFUSED(syscall(SYS_process_vm_readv, pid, &own, 1, &theirs, 1, 0));
	REFUSED(syscall(SYS_process_vm_writev, pid, &own, 1, &theirs, 1, 0));
	for (int number = 0; number < 8; number++)
		REFUSED(syscall(438 /* pidfd_getfd */, handle, number, 0));
	REFUSED(syscall(440 /* process_madvise */, handle, &theirs, 1, MADV_COLD, 0));
	if (handle >= 0)
		close(handle);
	if (pid != 1)
		return;
	REFUSED(open("/proc/1/mem", O_RDWR));
	REFUSED(open("/proc/1/mem", O_RDONLY));
	for (int number = 0; number < 16; number++) {
		snprintf(path, sizeof path, "/proc/1/fd/%d", number);
		fd = open(path, O_PATH);
		if (fd >= 0)
			escaped("holds %s", path);
	}
}

int main(void)
{
	int ends[2], status;
	char byte;
	pid_t child;

	pipe(ends);
	child = fork();
	if (child == 0) {
		REFUSED(ptrace(PTRACE_TRACEME, 0, 0, 0));
		close(ends[1]);
		read(ends[0], &byte, 1);
		_exit(0);
	}
	reach_into(1);
	reach_into(getpid());
	reach_into(getppid());
	reach_into(child);
	close(ends[1]);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	return contained();
}
