// claim: the assembler repeats a long line until it has filled its memory
// layer: memory
// expect: CE
// without: memory

#define TEN(x) x x x x x x x x x x

__asm__(".rept 600000\n#" TEN(TEN("0123456789")) "\n.endr");

int main(void)
{
	return 0;
}
