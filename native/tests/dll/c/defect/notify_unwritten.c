/* Leaves bNotifyRelease as it was. */
#define IN_GET                                                                                                          \
    (void)notify;                                                                                                       \
    return *address == 0 ? ERROR_PPP_NO_ADDRESS_ASSIGNED : NO_ERROR;
#include "defect/defective.h"
