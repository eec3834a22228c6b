// claim: it takes three times the memory that it may have
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=32M
// without: memory

#include "attack.h"

int main(void)
{
	for (int i = 0; i < 96; i++) {
		void *piece = malloc(MIB);

		if (piece == NULL)
			return 1;
		touch(piece, MIB);
	}
	escaped("has 96 MiB on its heap under a limit of 32 MiB");
	return contained();
}
