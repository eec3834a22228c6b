/* Accepted: 64 MiB of stack, within the memory limit. */
#include <stdio.h>

static int descend(int depth) {
    volatile char frame[1024];
    frame[0] = (char)depth;
    return depth == 0 ? 0 : descend(depth - 1) + frame[0] - frame[0];
}

int main(void) {
    long long a, b;
    if (scanf("%lld %lld", &a, &b) != 2) return 1;
    printf("%lld\n", a + b + descend(60000));
    return 0;
}
