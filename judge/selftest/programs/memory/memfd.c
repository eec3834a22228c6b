// claim: files in memory that have no name, some of them with huge pages
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=32M output=1G
// without: memory

#include "attack.h"

int main(void)
{
	static char data[1 << 20];
	int huge = memfd_create("huge", MFD_HUGETLB), file = memfd_create("file", 0);

	if (huge >= 0 && ftruncate(huge, 2 * (off_t)MIB) == 0)
		mmap(NULL, 2 * MIB, PROT_READ | PROT_WRITE, MAP_SHARED, huge, 0);
	memset(data, 1, sizeof data);
	for (int i = 0; i < 96; i++)
		if (write(file, data, sizeof data) != (ssize_t)sizeof data)
			return 1;
	escaped("has 96 MiB in a file in memory under a limit of 32 MiB");
	return contained();
}
