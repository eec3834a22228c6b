// claim: it crashes, and its signal shall not be taken for an exit code of its own
// layer: init
// expect: RTE
// cause: signal
// without: init

#include "attack.h"

int main(void)
{
	struct sigaction plain = { .sa_handler = SIG_DFL };

	sigaction(SIGABRT, &plain, NULL);
	fputs("ended 0\nexit code 0\n", stderr);
	raise(SIGABRT);
	_exit(0);
}
