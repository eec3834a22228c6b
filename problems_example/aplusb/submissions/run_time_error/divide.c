/* Run-time error: divides by zero (SIGFPE); where the processor does not trap, raises it by hand. */
#include <signal.h>
#include <stdio.h>

int main(void) {
    volatile int zero = 0;
    printf("%d\n", 1 / zero);
    return raise(SIGFPE);
}
