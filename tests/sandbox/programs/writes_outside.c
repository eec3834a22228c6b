/* expect: exit 0 */
#include "check.h"
#include <sys/stat.h>
static const char *places[] = { "/x", "/usr/x", "/usr/bin/x", "/etc/x", "/proc/x", "/dev/x", "/dev/shm/../x", "/run/x", "/var/x", "/home/x", "/root/x" };
static const char *files[] = { "/usr/bin/true", "/etc/ld.so.cache", "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/proc/sys/vm/drop_caches", "/proc/sys/user/max_user_namespaces" };
int main(void)
{
	for (size_t n = 0; n < sizeof places / sizeof *places; n++) {
		CHECK(open(places[n], O_WRONLY | O_CREAT, 0600) < 0);
		CHECK(mkdir(places[n], 0700) != 0);
	}
	for (size_t n = 0; n < sizeof files / sizeof *files; n++) {
		CHECK(open(files[n], O_WRONLY) < 0);
		CHECK(chmod(files[n], 0777) != 0);
	}
	CHECK(chmod("/", 0777) != 0);
	CHECK(open("/tmp/x", O_WRONLY | O_CREAT, 0600) >= 0);
	return failures;
}
