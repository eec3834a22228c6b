// claim: C++ grows vectors and catches what they throw
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=32M
// without: memory

#include <cstdio>
#include <new>
#include <vector>

int main()
{
	std::vector<std::vector<long>> kept;
	try {
		for (int i = 0; i < 96; i++)
			kept.emplace_back(131072, i);
	} catch (const std::bad_alloc &) {
		return 0;
	}
	std::puts("ESCAPED: has 96 MiB in vectors under a limit of 32 MiB");
}
