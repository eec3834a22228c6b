/* expect: signal SIGRTMIN+3 */
#include <signal.h>
int main(void) { raise(SIGRTMIN + 3); return 0; }
