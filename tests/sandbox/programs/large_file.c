/* expect: output-limit */
/* plain: exit 153 */
/* limits: output=1048576 */
#include "check.h"
int main(void)
{
	static char piece[65536];
	int file = open("/tmp/large", O_WRONLY | O_CREAT, 0600);
	for (;;)
		if (write(file, piece, sizeof piece) < 0)
			return 1;
}
