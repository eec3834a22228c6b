/* RTE: crashes before it says anything, and the validator sees no more than the end. */
#include <stdlib.h>

int main(void) { abort(); }
