/* Keeps 15 units of a port's name, where one has up to 16, and looks for leases by all of it. */
#include <mprapi.h>
#define KEPT 15
static struct {
    WCHAR port[KEPT + 1];
    DWORD address;
} leases[200];
static void keep(WCHAR *kept, const WCHAR *port)
{
    int at = 0;
    for (; at < KEPT && port[at] != 0; at++)
        kept[at] = port[at];
    kept[at] = 0;
}
static int is_same(const WCHAR *a, const WCHAR *b)
{
    for (; *a == *b && *a != 0; a++, b++)
        ;
    return *a == *b;
}
#define IN_GET \
    if (*address == 0) \
        for (unsigned at = 0; at < 200; at++) \
            if (leases[at].address == 0) { \
                keep(leases[at].port, port); \
                *address = leases[at].address = 0x0000080Au + ((at + 1) << 24); \
                *notify = TRUE; \
                return NO_ERROR; \
            }
#define IN_RELEASE \
    for (unsigned at = 0; at < 200; at++) \
        if (leases[at].address == *address && is_same(leases[at].port, port)) \
            leases[at].address = 0;
#include "defect/defective.h"
