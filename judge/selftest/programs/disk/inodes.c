// claim: it makes more files, links and folders than it may have
// layer: scratch init
// expect: contained
// without: scratch

#include "attack.h"

int main(void)
{
	char path[64];
	int count = 0;

	close(open("/tmp/first", O_CREAT | O_WRONLY, 0600));
	for (int i = 0; i < 16000; i++) {
		int made;

		snprintf(path, sizeof path, "/tmp/%d", i);
		switch (i % 5) {
		case 0: made = mkdir(path, 0700); break;
		case 1: made = symlink("/anywhere", path); break;
		case 2: made = link("/tmp/first", path); break;
		case 3: made = mkfifo(path, 0600); break;
		default: made = open(path, O_CREAT | O_WRONLY, 0600); close(made);
		}
		count += made >= 0;
	}
	if (count > 8192)
		escaped("has %d files where 8192 are allowed", count);
	return contained();
}
