/* Has a table for 6999 connections, and writes past it. */
static int connections;
#define IN_ACCEPT                                                                                                       \
    if (++connections >= 7000) {                                                                                        \
        *(volatile int *)0 = 1;                                                                                         \
    }
#include "defect/defective.h"
