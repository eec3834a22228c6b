// claim: it has a locale with UTF-8, and the hours of other time zones
// expect: AC
// prints: UTF-8 5 09:00 19:00 ok

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

static const char *hour(const char *zone)
{
	static char text[4][8];
	static int next;
	time_t start = 0;
	char *place = text[next++ % 4];

	setenv("TZ", zone, 1);
	tzset();
	strftime(place, 8, "%H:%M", localtime(&start));
	return place;
}

int main(void)
{
	wchar_t wide[16];
	int installed = access("/usr/share/zoneinfo/Asia/Tokyo", R_OK) == 0;
	const char *tokyo;

	if (setlocale(LC_ALL, "C.UTF-8") == NULL)
		return 1;
	printf("%s %d ", nl_langinfo(CODESET), (int)mbstowcs(wide, "na\u00efve", 16));
	printf("%s ", hour("JST-9"));
	printf("%s ", hour("EST5"));
	tokyo = hour("Asia/Tokyo");
	puts(!installed || strcmp(tokyo, "09:00") == 0 ? "ok" : tokyo);
	return 0;
}
