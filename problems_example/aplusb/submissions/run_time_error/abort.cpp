// Run-time error: gives up by abort() (SIGABRT).
#include <cstdlib>

int main() { std::abort(); }
