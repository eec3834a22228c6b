// claim: C++ waits: sleeps, conditions with a time limit, timers of the process, steady clocks
// expect: AC
// limits: cpu_time=20
// prints: slept timeout timer steady

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <mutex>
#include <thread>

static volatile std::sig_atomic_t rang;

int main()
{
    using namespace std::chrono_literals;
    using clock = std::chrono::steady_clock;
    const auto start = clock::now();
    std::this_thread::sleep_for(20ms);
    std::printf("%s ", clock::now() - start >= 20ms ? "slept" : "woke");
    std::mutex lock;
    std::condition_variable condition;
    std::unique_lock<std::mutex> held(lock);
    std::printf("%s ", condition.wait_for(held, 10ms, [] { return false; }) ? "told" : "timeout");
    std::signal(SIGUSR1, [](int) { rang = 1; });
    sigevent event{};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = SIGUSR1;
    timer_t timer;
    if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0) return 1;
    itimerspec soon{{0, 0}, {0, 10'000'000}};
    timer_settime(timer, 0, &soon, nullptr);
    while (!rang) std::this_thread::sleep_for(1ms);
    std::printf("timer ");
    auto last = clock::now();
    bool steady = true;
    for (int i = 0; i < 100000; i++) {
        const auto now = clock::now();
        steady = steady && now >= last;
        last = now;
    }
    std::puts(steady ? "steady" : "jumping");
}
