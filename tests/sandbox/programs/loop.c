/* expect: cpu-time */
/* limits: cpu_time=0.2 */
#include "check.h"
int main(void) { burn_forever(); }
