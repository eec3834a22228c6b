/* expect: exit 0 */
/* limits: stack=268435456 memory=536870912 */
#include "check.h"
static int down(int depth)
{
	volatile char frame[1024];
	frame[0] = (char)depth;
	return depth == 0 ? 0 : down(depth - 1) + (frame[0] == (char)depth);
}
int main(void) { CHECK(down(200 << 10) == 200 << 10); return failures; }
