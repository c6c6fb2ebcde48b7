/*
 * Writes a byte too far into memory that it has allocated when a user connects, and frees that when the user has gone.
 * Bytes of 1 never look as if they were those by which the C library sees that all is well.
 */
#include <stdlib.h>
#include <string.h>
static char *volatile kept;
#define IN_ACCEPT                                                                                                       \
    kept = malloc(24);                                                                                                  \
    memset(kept, 1, 25);
#define IN_HANGUP free(kept);
#include "defect/defective.h"
