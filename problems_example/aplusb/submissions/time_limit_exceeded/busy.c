/* Time limit exceeded: an endless loop. */
int main(void) {
    for (volatile unsigned long n = 0;; n++) {
    }
}
