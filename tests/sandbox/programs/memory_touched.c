/* expect: memory */
/* limits: memory=33554432 */
#include "check.h"
int main(void) { char *all = malloc(256 << 20); touch(all, 256 << 20); return all[5]; }
