// claim: children write to what they share with their parent, and the copies are nobody's
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=32M
// without: memory

#include "attack.h"

int main(void)
{
	char *memory = mmap(NULL, 12 * MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int ready[2], hold[2], count = 0;
	char byte;

	touch(memory, 12 * MIB);
	if (pipe(ready) != 0 || pipe(hold) != 0)
		return 1;
	for (int i = 0; i < 7; i++)
		if (fork() == 0) {
			close(hold[1]);
			memset(memory, i + 2, 12 * MIB);
			if (write(ready[1], "x", 1) != 1 || read(hold[0], &byte, 1) != 0)
				_exit(1);
			_exit(0);
		}
	close(ready[1]);
	while (read(ready[0], &byte, 1) == 1 && ++count < 7)
		;
	if (count == 7)
		escaped("eight copies of 12 MiB under a limit of 32 MiB");
	return contained();
}
