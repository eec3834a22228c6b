/* expect: exit 0 */
/* starter: helper */
#include "check.h"
int main(void)
{
	char text[256];
	static const char *files[] = { "environ", "mem", "maps", "auxv", "exe", "root", "cwd", "fd", "fdinfo", "stack", "syscall", "io" };
	for (size_t n = 0; n < sizeof files / sizeof *files; n++) {
		sprintf(text, "/proc/1/%s", files[n]);
		int file = open(text, O_RDONLY);
		CHECK(file < 0 || read(file, text, 1) <= 0);
		sprintf(text, "/proc/1/%s/", files[n]);
		CHECK(open(text, O_RDONLY) < 0);
	}
	CHECK(open("/proc/1/fd/1", O_WRONLY) < 0);
	CHECK(open("/proc/1/oom_score_adj", O_WRONLY) < 0);
	return failures;
}
