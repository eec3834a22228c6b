/* expect: exit 137 */
int main(void) { return 137; }
