/* expect: exit 0 */
/* stdin: 1 2 */
#include "check.h"
int main(void)
{
	char text[8] = "";
	int again = open("/proc/self/fd/0", O_RDWR);
	if (again >= 0) {
		CHECK(write(again, "9", 1) < 0);
		CHECK(ftruncate(again, 0) != 0);
		CHECK(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, again, 0) == MAP_FAILED);
	}
	CHECK(truncate("/proc/self/fd/0", 0) != 0);
	CHECK(write(0, "9", 1) < 0);
	CHECK(read(0, text, 7) == 3 && strcmp(text, "1 2") == 0);
	return failures;
}
