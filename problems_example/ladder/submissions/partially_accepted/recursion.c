/* Tries all ways: fast enough for short ladders alone. */
#include <stdio.h>

static long ways(int rungs) {
    return rungs < 2 ? 1 : (ways(rungs - 1) + ways(rungs - 2)) % 1000000007;
}

int main(void) {
    int n;
    if (scanf("%d", &n) != 1) return 1;
    printf("%ld\n", ways(n));
}
