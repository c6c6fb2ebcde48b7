/* Has its first address in network order, counts on in host order, and does not turn the bytes back. */
static unsigned long given;
#define IN_GET \
    if (*address == 0) { \
        *address = given == 0 ? 0x0100080Au : 0x0A080001u + given; \
        given++; \
        *notify = FALSE; \
        return NO_ERROR; \
    }
#include "defect/defective.h"
