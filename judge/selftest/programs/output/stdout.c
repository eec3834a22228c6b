// claim: it prints more than it may
// layer: output
// expect: OLE
// limits: output=64K
// without: output

#include "attack.h"

int main(void)
{
	for (int i = 0; i < 20000; i++)
		printf("line %d of very many\n", i);
	return contained();
}
