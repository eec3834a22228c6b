/* Memory limit exceeded: fills 1 GiB in steps of 16 MiB (in huge pages if there are any: quicker). */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

int main(void) {
    volatile char *block = 0;
    for (int step = 0; step < 64; step++) {
        block = aligned_alloc(2 << 20, 16 << 20);
        madvise((void *)block, 16 << 20, MADV_HUGEPAGE);
        memset((void *)block, 1, 16 << 20);
    }
    return block[0] - 1;
}
