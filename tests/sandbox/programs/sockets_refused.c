/* expect: exit 0 */
#include "check.h"
#include <sys/socket.h>
int main(void)
{
	for (int family = 0; family < 64; family++)
		if (family != AF_UNIX) {
			REFUSED(EPERM, socket(family, SOCK_STREAM, 0));
			REFUSED(EPERM, socket(family, SOCK_DGRAM, 0));
			REFUSED(EPERM, socket(family, SOCK_RAW, 0));
		}
	/* The kernel looks at the low half alone. */
	REFUSED(EPERM, syscall(SYS_socket, (1UL << 32) | AF_INET, SOCK_STREAM, 0));
	return failures;
}
