/* Does not compile: the brace is never closed. */
#include <stdio.h>

int main(void) {
    puts("7");
