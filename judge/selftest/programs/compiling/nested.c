// claim: an expression so deep that the compiler crashes
// layer: stack
// expect: CE RTE
// unproved: no limit keeps a compiler from crashing, and nothing but that is asked

#define TEN(x) x x x x x x x x x x
#define HUNDRED(x) TEN(TEN(x))

int main(void)
{
	return !(HUNDRED(HUNDRED(HUNDRED(-))) 0);
}
