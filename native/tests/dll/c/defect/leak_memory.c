/* Keeps a record of each connection, and never frees it. */
#include <stdlib.h>
#include <string.h>
#define IN_ACCEPT                                                                                                       \
    void *record = malloc(40);                                                                                          \
    if (record != NULL) {                                                                                               \
        memset(record, 1, 40);                                                                                          \
    }
#include "defect/defective.h"
