/* Keeps a pointer to the connection, and writes through it when a link comes. */
#include <mprapi.h>
static volatile RAS_CONNECTION_0 *kept;
#define IN_ACCEPT kept = c0;
#define IN_LINK                                                                                                         \
    if (kept) {                                                                                                         \
        kept->dwConnectDuration = 0x41414141;                                                                           \
    }
#include "defect/defective.h"
