// claim: macros make a string of 400 MB
// layer: memory
// expect: CE
// without: memory

#define TEN(x) x x x x x x x x x x
#define HUNDRED(x) TEN(TEN(x))
#define LINE "0123456789012345678901234567890123456789" "0123456789012345678901234567890123456789"
#define LINES LINE LINE LINE LINE LINE

int main(void)
{
	return sizeof(HUNDRED(HUNDRED(HUNDRED(LINES)))) == 0;
}
