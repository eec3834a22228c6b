/* Time limit exceeded: the endless loop runs in a child process. */
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
    if (fork() == 0) {
        for (volatile unsigned long n = 0;; n++) {
        }
    }
    wait(0);
    return 0;
}
