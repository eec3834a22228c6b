/* Run-time error: kills itself (SIGKILL); no limit has been reached. */
#include <signal.h>

int main(void) { return raise(SIGKILL); }
