/* Time limit exceeded (wall time): sleeps, uses no CPU time. */
#include <unistd.h>

int main(void) {
    sleep(3600);
    return 0;
}
