/* expect: exit 139 */
int main(void) { return 139; }
