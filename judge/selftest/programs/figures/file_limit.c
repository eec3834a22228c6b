// claim: it kills itself by SIGXFSZ, to be stopped for its output where it only crashed
// layer: file_size
// expect: RTE OLE
// unproved: it gains nothing: one is as wrong as the other

#include "attack.h"

int main(void)
{
	raise(SIGXFSZ);
	return contained();
}
