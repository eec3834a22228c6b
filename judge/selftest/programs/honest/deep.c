// claim: C recurses through 200 MiB of stack
// expect: AC
// limits: memory=512M cpu_time=20
// prints: 3200

#include <stdio.h>

static int depth(int left)
{
	volatile char frame[64 << 10];

	for (unsigned i = 0; i < sizeof frame; i += 4096)
		frame[i] = (char)left;
	return left == 0 ? 0 : depth(left - 1) + (frame[4096] == (char)left);
}

int main(void)
{
	printf("%d\n", depth(3200));
	return 0;
}
