/* WA: an int is too small for the larger numbers, whose halves come out negative. */
#include <stdio.h>
#include <string.h>

int main(void) {
    long long n;
    int guesses;
    char answer[10] = "";
    if (scanf("%lld %d", &n, &guesses) != 2)
        return 1;
    int low = 1, high = (int)n;
    while (strcmp(answer, "correct")) {
        int middle = (int)(((long long)low + high) / 2);
        printf("%d\n", middle);
        fflush(stdout);
        if (scanf("%9s", answer) != 1)
            return 1;
        if (!strcmp(answer, "higher"))
            low = middle + 1;
        else
            high = middle - 1;
    }
    return 0;
}
