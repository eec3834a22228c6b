/* expect: exit 0 */
/* starter: helper */
#include "check.h"
#include <sys/prctl.h>
int main(void)
{
	/* A huge page for each byte that is touched would be counted. */
	CHECK(prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0) == 1);
	return failures;
}
