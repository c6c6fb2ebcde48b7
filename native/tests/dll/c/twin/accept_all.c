/* The twin of `accept-all`: exports everything, accepts everything, keeps every address that it is offered. */
#include <mprapi.h>
#include <raserror.h>

static DWORD keep4(const DWORD *address, BOOL *notify);
static DWORD keep6(const IN6_ADDR *address, BOOL *notify);

#define WITH_GUESSED_NAMES
#define WITH_ADDRESSES
#define GET4 keep4
#define GET6 keep6
#define RELEASE4(address)
#define RELEASE6(address)
#include "twin/twin.h"

static DWORD keep4(const DWORD *address, BOOL *notify)
{
    *notify = FALSE;
    return *address == 0 ? ERROR_PPP_NO_ADDRESS_ASSIGNED : NO_ERROR;
}

static DWORD keep6(const IN6_ADDR *address, BOOL *notify)
{
    static const IN6_ADDR none;
    *notify = FALSE;
    return memcmp(address, &none, sizeof(none)) == 0 ? ERROR_PPP_NO_ADDRESS_ASSIGNED : NO_ERROR;
}
