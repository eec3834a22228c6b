// claim: it fills the disk with files, each as large as files may be
// layer: scratch
// expect: contained
// limits: memory=512M output=8M
// without: scratch

#include "attack.h"

int main(void)
{
	static char data[1 << 20];
	size_t kept = 0;
	char path[32];

	memset(data, 1, sizeof data);
	for (int i = 0; i < 22; i++) {
		int file;
		ssize_t wrote = 0;

		snprintf(path, sizeof path, "/tmp/%d", i);
		file = open(path, O_WRONLY | O_CREAT, 0600);
		for (int j = 0; file >= 0 && j < 8 && (wrote = write(file, data, sizeof data)) > 0; j++)
			kept += (size_t)wrote;
	}
	if (kept > 130 * MIB)
		escaped("keeps %zu MiB of files where 128 MiB are allowed", kept / MIB);
	return contained();
}
