/* Run-time error: ends with exit code 1 when there are more than 1000 words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
    char word[64];
    int number;
};

static struct entry found[1000];

static int by_rank(const void *left, const void *right) {
    const struct entry *a = left, *b = right;
    return a->number != b->number ? b->number - a->number : strcmp(a->word, b->word);
}

int main(void) {
    char word[64];
    int total = 0, different = 0;
    while (scanf("%63s", word) == 1) {
        int i = 0;
        if (++total > 1000) return 1;
        while (i < different && strcmp(found[i].word, word) != 0) i++;
        if (i == different) strcpy(found[different++].word, word);
        found[i].number++;
    }
    qsort(found, different, sizeof found[0], by_rank);
    printf("%d\n", total);
    for (int i = 0; i < different; i++) printf("%d %s\n", found[i].number, found[i].word);
    return 0;
}
