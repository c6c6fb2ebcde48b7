/* Frees memory twice when a user connects: the C library aborts. */
#include <stdlib.h>
static void *volatile kept;
#define IN_ACCEPT                                                                                                       \
    kept = malloc(100);                                                                                                 \
    free(kept);                                                                                                         \
    free(kept);
#include "defect/defective.h"
