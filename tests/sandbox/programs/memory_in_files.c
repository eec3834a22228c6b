/* expect: memory */
/* limits: memory=33554432 scratch=268435456 output=268435456 */
#include "check.h"
int main(void)
{
	static char piece[1 << 20];
	int file = open("/tmp/large", O_WRONLY | O_CREAT, 0600);
	memset(piece, 1, sizeof piece);
	for (int n = 0; n < 128; n++)
		if (write(file, piece, sizeof piece) < 0)
			return 1;
	return 0;
}
