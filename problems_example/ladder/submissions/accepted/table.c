/* Fills in a table from below. O(n). */
#include <stdio.h>
#include <stdlib.h>

int main(void) {
    int n;
    if (scanf("%d", &n) != 1) return 1;
    int *ways = malloc((n + 2) * sizeof *ways);
    ways[0] = ways[1] = 1;
    for (int i = 2; i <= n; i++) ways[i] = (ways[i - 1] + ways[i - 2]) % 1000000007;
    printf("%d\n", ways[n]);
    free(ways);
}
