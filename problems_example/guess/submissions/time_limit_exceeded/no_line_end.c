/* TLE: flushes a guess, but does not end its line. */
#include <stdio.h>

int main(void) {
    long long n;
    int guesses;
    char answer[10];
    if (scanf("%lld %d", &n, &guesses) != 2)
        return 1;
    printf("%lld", (1 + n) / 2);
    fflush(stdout);
    return scanf("%9s", answer) != 1;
}
