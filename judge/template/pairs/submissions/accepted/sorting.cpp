// Sorts, and looks at each run of equal numbers. O(n log n).
#include <algorithm>
#include <iostream>
#include <vector>

int main() {
    int n;
    std::cin >> n;
    std::vector<int> numbers(n);
    for (int &number : numbers) std::cin >> number;
    std::sort(numbers.begin(), numbers.end());
    long long pairs = 0, run = 0;
    for (int i = 1; i < n; i++) {
        run = numbers[i] == numbers[i - 1] ? run + 1 : 0;
        pairs += run;
    }
    std::cout << pairs << '\n';
}
