/* Keeps a record of each session until the service stops, to write out all of them then. */
#include <stdlib.h>
static struct record {
    struct record *next;
    unsigned char session[1000];
} *records;
#define IN_ACCEPT \
    struct record *record = calloc(1, sizeof *record); \
    if (record != NULL) \
        record->next = records; \
    records = record;
#define IN_TERMINATE \
    while (records != NULL) { \
        struct record *next = records->next; \
        free(records); \
        records = next; \
    }
#include "defect/defective.h"
