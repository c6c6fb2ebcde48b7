/* Follows a null pointer in its timer. */
#include "administration/timed.h"

static void TimerRuns(void)
{
    MprAdminPortDisconnect(server, ports[0]);
    *(volatile int *)NULL = 1;
}
