/* Run-time error: writes through a null pointer (SIGSEGV). */
int main(void) {
    int *volatile nowhere = 0;
    *nowhere = 1;
    return 0;
}
