/* Never comes back from being loaded. */
static volatile int running = 1;
__attribute__((constructor)) static void at_load(void)
{
    while (running) {
    }
}
#include "defect/defective.h"
