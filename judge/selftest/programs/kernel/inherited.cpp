// claim: it makes refused calls where the filter might be missing: in threads, children, handlers
// layer: syscalls
// expect: contained
// flags: -pthread
// without: syscalls

#include "attack.h"
#include <sys/timex.h>
#include <thread>

/* Everybody may ask for this, were it not for the filter. */
static void ask(const char *where)
{
	struct timex question = {};

	if (syscall(SYS_adjtimex, &question) >= 0 || syscall(SYS_keyctl, 0, -1, 0, 0, 0) >= 0 ||
	    syscall(SYS_socket, AF_INET, SOCK_STREAM, 0) >= 0)
		escaped("a refused call has come through in %s", where);
}

static void handler(int)
{
	ask("a handler");
}

static int cloned(void *)
{
	ask("a clone");
	return 0;
}

static void wait_for(pid_t child)
{
	waitpid(child, nullptr, __WALL);
}

static void child(const char *where, const char *program)
{
	const pid_t made = fork();

	if (made == 0) {
		setsid();
		ask(where);
		if (program != nullptr)
			execl(program, program, "again", (char *)nullptr);
		_exit(0);
	}
	wait_for(made);
}

int main(int argc, char **)
{
	static char stack[65536] __attribute__((aligned(16)));
	static char other[65536];
	stack_t alternative = {};
	struct sigaction action = {};

	if (argc > 1) {
		ask("an executed program");
		return 0;
	}
	ask("the program");
	std::thread(ask, "a thread").join();
	std::thread([] { std::thread(ask, "a thread of a thread").join(); }).join();
	std::thread([] { child("a child of a thread", nullptr); }).join();
	child("a child", "/proc/self/exe");
	wait_for(clone(cloned, stack + sizeof stack, CLONE_VM | CLONE_FILES | CLONE_FS | SIGCHLD, nullptr));
	wait_for(clone(cloned, stack + sizeof stack, CLONE_PARENT | SIGCHLD, nullptr));
	alternative.ss_sp = other;
	alternative.ss_size = sizeof other;
	sigaltstack(&alternative, nullptr);
	action.sa_handler = handler;
	action.sa_flags = SA_ONSTACK | SA_NODEFER;
	sigaction(SIGUSR1, &action, nullptr);
	sigaction(SIGALRM, &action, nullptr);
	raise(SIGUSR1);
	alarm(1);
	kill(getpid(), SIGALRM);
	usleep(10000);
	return contained();
}
