/* Writes a byte too far into memory that it has allocated when a user connects, and frees that when the user has gone. */
#include <stdlib.h>
static char *volatile kept;
#define IN_ACCEPT                                                                                                       \
    kept = malloc(24);                                                                                                  \
    kept[24] = 0x41;
#define IN_HANGUP free(kept);
#include "defect/defective.h"
