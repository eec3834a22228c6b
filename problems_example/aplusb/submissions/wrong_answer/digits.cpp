// Wrong answer: a double prints only six digits.
#include <iostream>

int main() {
    double a, b;
    std::cin >> a >> b;
    std::cout << a + b << '\n';
}
