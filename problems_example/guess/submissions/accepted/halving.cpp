// AC: endl flushes.
#include <iostream>
#include <string>

int main() {
    long long low = 1, high, guesses;
    std::cin >> high >> guesses;
    std::string answer;
    while (answer != "correct") {
        long long middle = low + (high - low) / 2;
        std::cout << middle << std::endl;
        std::cin >> answer;
        if (answer == "higher")
            low = middle + 1;
        else
            high = middle - 1;
    }
}
