// claim: the assembler puts a file of the host into the program
// layer: files
// expect: CE
// without: files

#include <stdio.h>

__asm__(".section .rodata\n"
	"stolen: .incbin \"@secret_file@\"\n"
	".byte 0\n"
	".text");
extern const char stolen[] __asm__("stolen");

int main(void)
{
	puts(stolen);
	return 0;
}
