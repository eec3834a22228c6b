/* expect: wall-time */
/* limits: wall_time=0.3 */
#include <signal.h>
int main(void) { raise(SIGSTOP); return 0; }
