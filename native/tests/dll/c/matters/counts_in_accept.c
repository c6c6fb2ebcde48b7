/* Counts sessions in Accept, and refuses an address to the third: the process that hands out addresses counts none. */
static int sessions;
#define IN_ACCEPT sessions++;
#define IN_HANGUP sessions--;
#define IN_GET \
    if (sessions >= 2) \
        return ERROR_ACCESS_DENIED;
#include "defect/defective.h"
