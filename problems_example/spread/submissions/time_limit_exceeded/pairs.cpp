// Time limit exceeded, n^2: looks at every pair; right and fast on all tests but the largest.
#include <cmath>
#include <cstdio>
#include <vector>

int main() {
    int n;
    if (std::scanf("%d", &n) != 1) return 1;
    std::vector<double> x(n);
    for (double &value : x) {
        if (std::scanf("%lf", &value) != 1) return 1;
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++) sum += std::fabs(x[i] - x[j]);
    }
    std::printf("%.9f\n", sum / (0.5 * n * (n - 1)));
}
