/* Refuses mallory, and never clears the flag for the one who comes next. */
static int is_bad;
#define IN_ACCEPT \
    int was_bad = is_bad; \
    is_bad = c0->wszUserName[0] == 'm'; \
    if (is_bad || was_bad) \
        return FALSE;
#include "defect/defective.h"
