/* expect: signal SIGFPE */
int main(int argc, char **argv) { volatile int zero = argc - 1; (void)argv; return (argc + 5) / zero; }
