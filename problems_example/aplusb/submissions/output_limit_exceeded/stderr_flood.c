/* Output limit exceeded: complains on standard error without end. */
#include <string.h>
#include <unistd.h>

int main(void) {
    static char line[4096];
    memset(line, '!', sizeof line);
    while (write(2, line, sizeof line) > 0) {
    }
    return 1;
}
