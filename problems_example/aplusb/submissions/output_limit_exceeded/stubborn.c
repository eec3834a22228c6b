/* Output limit exceeded: prints without end and takes no notice when writing fails. */
#include <signal.h>
#include <unistd.h>

int main(void) {
    static char line[4096];
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    for (;;) {
        if (write(1, line, sizeof line) < 0) continue;
    }
}
