/* Run-time error: room for 1000 numbers, checked by assert (SIGABRT). */
#include <assert.h>
#include <math.h>
#include <stdio.h>

int main(void) {
    static double x[1000];
    int n;
    double sum = 0;
    if (scanf("%d", &n) != 1) return 1;
    assert(n <= 1000);
    for (int i = 0; i < n; i++) {
        if (scanf("%lf", &x[i]) != 1) return 1;
        for (int j = 0; j < i; j++) sum += fabs(x[i] - x[j]);
    }
    printf("%.9f\n", sum / (0.5 * n * (n - 1)));
    return 0;
}
