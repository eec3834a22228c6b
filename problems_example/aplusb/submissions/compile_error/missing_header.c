/* Compile error: there is no such header. */
#include "sum.h"

int main(void) { return sum(1, 2); }
