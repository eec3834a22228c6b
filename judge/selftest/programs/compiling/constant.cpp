// claim: a constant whose value is never found
// layer: cpu_time
// expect: CE
// unproved: the compiler gives up by itself before it meets its limit

constexpr int endless()
{
    int count = 0;
    for (;;) count ^= 1;
    return count;
}

template <int depth> struct Deeper {
    static constexpr int value = Deeper<depth + 1>::value;
};

constexpr int one = endless();
constexpr int two = Deeper<0>::value;

int main()
{
}
