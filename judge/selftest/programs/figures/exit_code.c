// claim: it exits with the code that a shell has for a crash, to be taken for one
// layer: init
// expect: RTE
// cause: exit-code
// unproved: whoever can't tell the two apart calls both an exit code

#include "attack.h"

int main(void)
{
	fputs("Segmentation fault (core dumped)\n", stderr);
	_exit(128 + SIGSEGV);
}
