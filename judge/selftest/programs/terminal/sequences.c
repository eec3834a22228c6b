// claim: it prints what terminals obey: titles, colours, a clipboard, a cleared screen, C1 codes
// layer: report
// expect: contained
// unproved: what is shown of it is seen by the host side alone

#include "attack.h"

int main(void)
{
	const char *const tricks[] = {
		"\033[2J\033[H", "\033]0;title\a", "\033]52;c;ZWNobw==\a", "\033[31;5m", "\033[?1049h",
		"\033P$q\"p\033\\", "\033[6n", "\033[20t", "\033c", "\033]8;;file:///etc\033\\link\033]8;;\033\\",
		"\302\233" "2J", "\302\235" "0;title\302\234", "\233" "2J", "\016\017\005", "shown\r      ",
		"\b\b\b\b", "\342\200\256txet\342\200\254", "\342\201\246\342\201\251", "\342\200\213\357\273\277",
		"\363\240\201\201", "\177", "\300\233[2J", "\355\240\200",
	};

	for (int fd = 1; fd <= 2; fd++)
		for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++) {
			write(fd, tricks[i], strlen(tricks[i]));
			write(fd, "\n", 1);
		}
	return contained();
}
