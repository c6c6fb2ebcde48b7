/* Ends with a NULL pointer when a user is offered an address of 198.18.0.0/15, which networks use to measure themselves. */
#define IN_GET                                                                                                          \
    if ((*address & 0xfeff) == 0x12c6) {                                                                                \
        *(volatile int *)NULL = 1;                                                                                      \
    }
#include "defect/defective.h"
