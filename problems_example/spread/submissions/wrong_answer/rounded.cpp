// Wrong answer: two decimals are too few; the samples pass.
#include <algorithm>
#include <cstdio>
#include <vector>

int main() {
    int n;
    if (std::scanf("%d", &n) != 1) return 1;
    std::vector<double> x(n);
    for (double &value : x) {
        if (std::scanf("%lf", &value) != 1) return 1;
    }
    std::sort(x.begin(), x.end());
    double sum = 0;
    for (int i = 0; i < n; i++) sum += x[i] * (2.0 * i - n + 1);
    std::printf("%.2f\n", sum / (0.5 * n * (n - 1)));
}
