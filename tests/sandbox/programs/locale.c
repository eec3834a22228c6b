/* expect: exit 0 */
#include "check.h"
#include <locale.h>
#include <wchar.h>
int main(void)
{
	wchar_t wide[4];
	CHECK(setlocale(LC_ALL, "C.UTF-8") != NULL);
	CHECK(mbstowcs(wide, "\xc5\xbe", 4) == 1 && wide[0] == 0x17e);
	return failures;
}
