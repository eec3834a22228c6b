/* Memory limit exceeded: the child fills 1 GiB; the parent survives and prints the right sum. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
    long long a, b;
    if (scanf("%lld %lld", &a, &b) != 2) return 1;
    if (fork() == 0) {
        volatile char *block = 0;
        for (int step = 0; step < 64; step++) {
            block = aligned_alloc(2 << 20, 16 << 20);
            madvise((void *)block, 16 << 20, MADV_HUGEPAGE);
            memset((void *)block, 1, 16 << 20);
        }
        _exit(block[0] - 1);
    }
    wait(0);
    printf("%lld\n", a + b);
    return 0;
}
