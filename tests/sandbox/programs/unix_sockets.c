/* expect: exit 0 */
#include "check.h"
#include <sys/socket.h>
#include <sys/un.h>
int main(void)
{
	int ends[2], server, client;
	char byte;
	struct sockaddr_un place = { .sun_family = AF_UNIX, .sun_path = "/tmp/socket" };
	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
	CHECK(send(ends[0], "a", 1, 0) == 1 && recv(ends[1], &byte, 1, 0) == 1 && byte == 'a');
	server = socket(AF_UNIX, SOCK_STREAM, 0);
	client = socket(AF_UNIX, SOCK_STREAM, 0);
	CHECK(bind(server, (struct sockaddr *)&place, sizeof place) == 0 && listen(server, 1) == 0);
	CHECK(connect(client, (struct sockaddr *)&place, sizeof place) == 0);
	CHECK(accept(server, NULL, NULL) >= 0);
	return failures;
}
