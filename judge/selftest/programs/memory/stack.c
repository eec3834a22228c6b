// claim: its stack grows beyond all memory that it may have
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=32M stack=1G
// without: memory

#include "attack.h"

static int deeper(int levels)
{
	volatile char frame[65536];

	touch((void *)frame, sizeof frame);
	return levels == 0 ? frame[0] : deeper(levels - 1) + frame[4096];
}

int main(void)
{
	printf("%d\n", deeper(96 * 16));
	fflush(stdout);
	escaped("has 96 MiB of stack under a limit of 32 MiB");
	return contained();
}
