// claim: C++ threads, futures, a shared lock and thread-local values
// expect: AC
// limits: cpu_time=20
// prints: 9592 42 caught 8

#include <atomic>
#include <cstdio>
#include <future>
#include <shared_mutex>
#include <stdexcept>
#include <thread>
#include <vector>

static int primes(int from, int to)
{
    int found = 0;
    for (int n = from; n < to; n++) {
        bool prime = n > 1;
        for (int d = 2; prime && d * d <= n; d++) prime = n % d != 0;
        found += prime;
    }
    return found;
}

int main()
{
    std::vector<std::future<int>> parts;
    for (int i = 0; i < 8; i++)
        parts.push_back(std::async(std::launch::async, primes, i * 12500, (i + 1) * 12500));
    int found = 0;
    for (auto &part : parts) found += part.get();

    std::promise<int> promise;
    auto answer = promise.get_future();
    std::thread teller([&] { promise.set_value(42); });
    int told = answer.get();
    teller.join();

    auto failing = std::async(std::launch::async, []() -> int { throw std::runtime_error("caught"); });
    const char *word = "nothing";
    try {
        failing.get();
    } catch (const std::runtime_error &) {
        word = "caught";
    }

    std::shared_mutex lock;
    std::atomic<int> seen = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; i++)
        threads.emplace_back([&] {
            thread_local int own = 0;
            std::shared_lock held(lock);
            seen += ++own;
        });
    for (auto &thread : threads) thread.join();
    std::printf("%d %d %s %d\n", found, told, word, seen.load());
}
