/* expect: wall-time */
/* limits: wall_time=0.3 */
#include <unistd.h>
int main(void) { for (;;) pause(); }
