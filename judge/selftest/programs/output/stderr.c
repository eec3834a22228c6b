// claim: it complains more than it may
// layer: output
// expect: OLE
// limits: output=64K
// without: output

#include "attack.h"

int main(void)
{
	static char line[1024];

	memset(line, 'e', sizeof line);
	for (int i = 0; i < 300; i++)
		if (write(2, line, sizeof line) < 0)
			return 1;
	return contained();
}
