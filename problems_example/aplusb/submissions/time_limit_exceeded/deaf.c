/* Time limit exceeded: an endless loop that ignores every signal it can. */
#include <signal.h>

int main(void) {
    for (int number = 1; number < 65; number++) signal(number, SIG_IGN);
    for (volatile unsigned long n = 0;; n++) {
    }
}
