// claim: it starts a hundred processes where it may have sixteen
// layer: processes
// expect: contained
// limits: processes=16
// without: processes

#include "attack.h"

int main(void)
{
	int count = 0;

	while (count < 100 && started(fork()))
		count++;
	if (count > 16)
		escaped("has %d processes where 16 are allowed", count);
	return contained();
}
