/* The twin of `quarantine-gate` with the states that it lets stay unless told otherwise. */
#include <mprapi.h>

static BOOL may_stay(RAS_QUARANTINE_STATE state)
{
    return state == RAS_QUAR_STATE_NORMAL || state == RAS_QUAR_STATE_PROBATION || state == RAS_QUAR_STATE_NOT_CAPABLE;
}

#define STAY(state) may_stay(state)
#include "twin/twin.h"
