/* Has two hundred addresses, and looks at the wrong byte of one that comes back. */
#include <mprapi.h>

static BOOL taken[200];

static DWORD take(DWORD *address, BOOL *notify)
{
    DWORD at;
    *notify = FALSE;
    for (at = 0; at < 200; at++) {
        if (!taken[at]) {
            taken[at] = *notify = TRUE;
            *address = 0x0a | 8u << 8 | (at + 1) << 24;
            return 0;
        }
    }
    return 738; /* ERROR_PPP_NO_ADDRESS_ASSIGNED */
}

static void give_back(DWORD address)
{
    DWORD at = (address >> 16 & 0xff) - 1;
    if (at < 200) {
        taken[at] = FALSE;
    }
}

#define IN_GET return take(address, notify);
#define IN_RELEASE give_back(*address);
#include "defect/defective.h"
