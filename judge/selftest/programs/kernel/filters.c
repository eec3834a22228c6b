// claim: it loads filters of its own, to answer the calls of what it starts in the kernel's place
// layer: syscalls
// expect: contained
// without: syscalls

#include "attack.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

/* In a child, for one that gets through would stay. */
static void try(void (*attack)(struct sock_fprog *))
{
	struct sock_filter allow[] = { BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW) };
	struct sock_fprog program = { 1, allow };
	pid_t child = fork();

	if (child == 0) {
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		attack(&program);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

static void by_seccomp(struct sock_fprog *program)
{
	REFUSED(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, program));
	REFUSED(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, program));
	REFUSED(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER | 1L << 32, 0, program));
}

static void by_prctl(struct sock_fprog *program)
{
	REFUSED(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program));
	REFUSED(syscall(SYS_prctl, PR_SET_SECCOMP | 1L << 32, SECCOMP_MODE_FILTER, program));
}

static void listening(struct sock_fprog *program)
{
	/* One call alone is to be answered by us, else nothing could be said any more. */
	struct sock_filter some[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};

	program->len = 4;
	program->filter = some;
	REFUSED(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, program));
}

static void asking(struct sock_fprog *program)
{
	uint32_t action = SECCOMP_RET_USER_NOTIF;
	uint16_t sizes[3];

	(void)program;
	REFUSED(syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action));
	REFUSED(syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, sizes));
	REFUSED(prctl(PR_GET_SECCOMP));
	REFUSED(prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
}

/* Nothing is left to be called after it, so its end tells. */
static void strict(struct sock_fprog *program)
{
	(void)program;
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) == 0 || syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 0, NULL) == 0)
		write(1, "ESCAPED: is in strict mode\n", 27);
}

int main(void)
{
	try(by_seccomp);
	try(by_prctl);
	try(listening);
	try(asking);
	try(strict);
	return contained();
}
