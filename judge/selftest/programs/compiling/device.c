// claim: it includes a device that never ends
// layer: memory cpu_time
// expect: CE
// unproved: the compiler would take all memory of the host

#include "/dev/zero"

int main(void)
{
	return 0;
}
