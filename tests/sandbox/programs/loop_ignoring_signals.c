/* expect: cpu-time */
/* limits: cpu_time=0.2 */
#include "check.h"
int main(void)
{
	for (int n = 1; n < 65; n++)
		signal(n, SIG_IGN);
	burn_forever();
}
