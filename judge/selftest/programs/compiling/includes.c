// claim: it includes files of the host, by every way that finds one, to see them in a message
// layer: files
// expect: contained
// without: files

#if __has_include("@secret_file@")
#include "@secret_file@"
#endif
#if __has_include("@open_file@")
#include "@open_file@"
#endif
#if __has_include("@shm_file@")
#include "@shm_file@"
#endif
#if __has_include("@cache_file@")
#include "@cache_file@"
#endif
#if __has_include("/proc/self/root@secret_file@")
#include "/proc/self/root@secret_file@"
#endif
#if __has_include("../../../../../../..@secret_file@")
#include "../../../../../../..@secret_file@"
#endif
#if __has_include("/etc/passwd")
#warning ESCAPED: /etc/passwd can be included
#endif
#if __has_include("@judge_code@/selftest/model.py")
#warning ESCAPED: the code of the judge can be included
#endif

#include <stdio.h>

int main(void)
{
	return puts("contained") < 0;
}
