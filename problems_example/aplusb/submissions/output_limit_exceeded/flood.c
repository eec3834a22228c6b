/* Output limit exceeded: prints without end. */
#include <stdio.h>

int main(void) {
    for (;;) puts("All work and no play makes a dull program.");
}
