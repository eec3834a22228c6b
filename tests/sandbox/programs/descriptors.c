/* expect: exit 0 */
#include "check.h"
int main(void)
{
	for (int fd = 0; fd < 1024; fd++)
		CHECK((fcntl(fd, F_GETFD) >= 0) == (fd < 3));
	return failures;
}
