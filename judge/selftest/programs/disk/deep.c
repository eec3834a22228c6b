// claim: folders nested deeper than any path reaches, closed to everybody, for who clears up
// layer: fresh
// expect: contained
// runs: 2
// without: fresh

#include "attack.h"

int main(void)
{
	if (access("/tmp/0123456789", F_OK) == 0)
		escaped("an earlier run's folders are still there");
	if (chdir("/tmp") != 0)
		return 1;
	for (int depth = 0; depth < 2000; depth++)
		if (mkdir("0123456789", 0700) != 0 || chdir("0123456789") != 0)
			break;
	chmod(".", 0);
	chmod("/tmp/0123456789", 0);
	return contained();
}
