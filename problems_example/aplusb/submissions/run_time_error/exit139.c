/* Run-time error: exit code 139, which a shell shows for SIGSEGV too; no signal here. */
int main(void) { return 139; }
