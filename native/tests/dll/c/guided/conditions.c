/* Ends with a NULL pointer when a link is hung up that meets three conditions, which are looked at in a row. */
#define IN_LINK_HANGUP                                                                                                  \
    if (port1->dwTimeoutErr == 57601 && port1->dwCrcErr == 4711 && port1->dwFramingErr == 815) {                       \
        *(volatile int *)NULL = 1;                                                                                      \
    }
#include "defect/defective.h"
