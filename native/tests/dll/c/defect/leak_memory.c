/* Keeps a record of each connection, and never frees it. */
#include <stdlib.h>

static struct record {
    struct record *before;
    char user[32];
} *records;

static void keep(void)
{
    struct record *record = malloc(sizeof *record);
    if (record != NULL) {
        record->before = records;
        records = record;
    }
}

#define IN_ACCEPT keep();
#include "defect/defective.h"
