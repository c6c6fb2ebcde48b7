/* Never comes back when a user connects. */
static volatile int running = 1;
#define IN_ACCEPT                                                                                                       \
    while (running) {                                                                                                   \
    }
#include "defect/defective.h"
