/* Run-time error: ends with exit code 3. */
int main(void) { return 3; }
