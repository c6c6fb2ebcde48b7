/* Ends with a NULL pointer when a connection is hung up that has had one certain number of errors. */
#define IN_HANGUP                                                                                                       \
    if (c1->dwAlignmentErr == 47110815) {                                                                               \
        *(volatile int *)NULL = 1;                                                                                      \
    }
#include "defect/defective.h"
