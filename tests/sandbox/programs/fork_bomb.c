/* expect: cpu-time */
/* limits: cpu_time=0.3 processes=16 */
/* refuses: processes */
#include <unistd.h>
int main(void) { for (;;) fork(); }
