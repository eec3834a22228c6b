// Time limit exceeded: two threads in endless loops while the first one waits.
#include <thread>

static void spin() {
    for (volatile unsigned long n = 0;; n = n + 1) {
    }
}

int main() {
    std::thread one(spin), two(spin);
    one.join();
    two.join();
}
