/* expect: output-limit */
/* limits: output=1000 */
#include <stdio.h>
int main(void) { for (int n = 0; n < 1001; n++) putchar('a'); return 0; }
