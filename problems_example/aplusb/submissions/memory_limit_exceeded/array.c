/* Memory limit exceeded: fills 1 GiB in steps of 16 MiB. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
    volatile char *block = 0;
    for (int step = 0; step < 64; step++) {
        block = memset(malloc(16 << 20), 1, 16 << 20);
    }
    printf("%d\n", block[0]);
    return 0;
}
