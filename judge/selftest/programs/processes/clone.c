// claim: it starts processes by the raw calls: clone, vfork, clone3, with parents of their choice
// layer: processes
// expect: contained
// limits: processes=16
// without: processes

#include "attack.h"
#include <linux/sched.h>

static int count;

static int idle(void *unused)
{
	pause();
	return unused == NULL;
}

static void nested(int levels)
{
	pid_t child = vfork();

	if (child == 0) {
		/* Its parent waits for it, and so do all above. */
		count = levels > count ? levels : count;
		if (levels < 60)
			nested(levels + 1);
		_exit(0);
	}
}

int main(void)
{
	static char stacks[100][4096] __attribute__((aligned(16)));
	struct clone_args newer = { .flags = CLONE_PARENT, .exit_signal = 0 };
	int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_PARENT;

	nested(1);
	if (count > 16)
		escaped("nests %d processes where 16 are allowed", count);
	count = 0;
	while (count < 50 && clone(idle, stacks[count] + 4096, flags, NULL) > 0)
		count++;
	while (count < 100 && started((pid_t)syscall(SYS_clone3, &newer, sizeof newer)))
		count++;
	if (count > 16)
		escaped("has %d processes where 16 are allowed", count);
	return contained();
}
