// claim: many small processes, each far below the limit
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=32M processes=64
// without: memory

#include "attack.h"

int main(void)
{
	int ready[2], hold[2], count = 0;
	char byte;

	if (pipe(ready) != 0 || pipe(hold) != 0)
		return 1;
	for (int i = 0; i < 24; i++)
		if (fork() == 0) {
			close(hold[1]);
			touch(malloc(4 * MIB), 4 * MIB);
			if (write(ready[1], "x", 1) != 1 || read(hold[0], &byte, 1) != 0)
				_exit(1);
			_exit(0);
		}
	close(ready[1]);
	while (read(ready[0], &byte, 1) == 1 && ++count < 24)
		;
	if (count == 24)
		escaped("24 processes have 96 MiB together under a limit of 32 MiB");
	return contained();
}
