/* Does not come back from its timer. */
#include "administration/timed.h"

static void TimerRuns(void)
{
    for (;;) {
    }
}
