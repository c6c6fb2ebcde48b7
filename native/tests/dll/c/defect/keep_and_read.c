/* Keeps a pointer to the connection, and reads through it when a link comes. */
#include <mprapi.h>
static volatile RAS_CONNECTION_0 *kept;
#define IN_ACCEPT kept = c0;
#define IN_LINK                                                                                                         \
    if (kept) {                                                                                                         \
        return kept->wszUserName[0] != 'm';                                                                             \
    }
#include "defect/defective.h"
