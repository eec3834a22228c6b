/* expect: exit 0 */
#include "check.h"
int main(void)
{
	for (int n = 0; n < 20; n++) {
		int status, ends[2];
		char byte = 0;
		CHECK(pipe(ends) == 0);
		pid_t child = fork();
		if (child == 0)
			_exit(write(ends[1], "x", 1) == 1 ? n : 99);
		CHECK(read(ends[0], &byte, 1) == 1 && byte == 'x');
		CHECK(waitpid(child, &status, 0) == child && WEXITSTATUS(status) == n);
		close(ends[0]);
		close(ends[1]);
	}
	CHECK(system("exit 5") == 5 << 8);
	return failures;
}
