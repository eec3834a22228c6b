/* expect: signal SIGSEGV */
/* limits: stack=8388608 */
#include <string.h>
static int down(int depth)
{
	volatile char frame[4096];
	memset((char *)frame, depth, sizeof frame);
	return down(depth + 1) + frame[depth % 4096];
}
int main(void) { return down(0); }
