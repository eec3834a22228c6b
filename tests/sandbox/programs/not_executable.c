/* expect: exit 127 */
/* detail: could not be executed: No such file or directory */
/* starter: helper */
/* argv: /nowhere */
int main(void) { return 0; }
