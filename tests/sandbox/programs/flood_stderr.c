/* expect: output-limit */
/* limits: output=1048576 */
#include <stdio.h>
int main(void) { for (;;) fputs("again and again\n", stderr); }
