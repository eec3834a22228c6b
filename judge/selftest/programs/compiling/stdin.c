// claim: it includes the compiler's standard input and its pipes, for what a test would read
// layer: stdin
// expect: contained
// unproved: the compiler is started for no test, whatever is switched off

#include <stdio.h>
#include "/dev/stdin"
#include "/proc/self/fd/0"
#include "/dev/null"

int main(void)
{
#if __has_include("@open_folder@/input")
	puts("ESCAPED: the input of a test can be included");
#endif
	return puts("contained") < 0;
}
