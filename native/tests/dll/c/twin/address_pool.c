/* The twin of `address-pool`: sixteen IPv4 addresses from 10.8.0.10 on, and as many interface identifiers from 1 on. */
#include <mprapi.h>
#include <raserror.h>

#define SIZE 16
#define FIRST 0x0A08000Au
static BYTE taken4[SIZE];
static BYTE taken6[SIZE];

/* Takes the place that is wanted if it is one and free, otherwise the lowest that is free; SIZE if none is. */
static DWORD lease(BYTE *taken, ULONG64 wanted)
{
    DWORD at = 0;
    if (wanted < SIZE && !taken[wanted]) {
        at = (DWORD)wanted;
    } else {
        while (at < SIZE && taken[at]) {
            at++;
        }
    }
    if (at < SIZE) {
        taken[at] = 1;
    }
    return at;
}

static void release(BYTE *taken, ULONG64 at)
{
    if (at < SIZE) {
        taken[at] = 0;
    }
}

/* The DWORD has the address in network order, as the bytes lie in memory. */
static DWORD place4(const DWORD *address)
{
    const BYTE *octets = (const BYTE *)address;
    return ((DWORD)octets[0] << 24 | (DWORD)octets[1] << 16 | (DWORD)octets[2] << 8 | octets[3]) - FIRST;
}

static ULONG64 place6(const IN6_ADDR *address)
{
    ULONG64 identifier = 0;
    int at;
    for (at = 8; at < 16; at++) {
        identifier = identifier << 8 | address->u.Byte[at];
    }
    return identifier - 1;
}

static DWORD get4(DWORD *address, BOOL *notify)
{
    DWORD at = lease(taken4, place4(address));
    BYTE *octets = (BYTE *)address;
    *notify = at < SIZE;
    if (at == SIZE) {
        return ERROR_PPP_NO_ADDRESS_ASSIGNED;
    }
    octets[0] = (BYTE)((FIRST + at) >> 24);
    octets[1] = (BYTE)((FIRST + at) >> 16);
    octets[2] = (BYTE)((FIRST + at) >> 8);
    octets[3] = (BYTE)(FIRST + at);
    return NO_ERROR;
}

/* The prefix is not ours: only the identifier changes. */
static DWORD get6(IN6_ADDR *address, BOOL *notify)
{
    DWORD at = lease(taken6, place6(address));
    *notify = at < SIZE;
    if (at == SIZE) {
        return ERROR_PPP_NO_ADDRESS_ASSIGNED;
    }
    ZeroMemory(address->u.Byte + 8, 8);
    address->u.Byte[15] = (BYTE)(at + 1);
    return NO_ERROR;
}

#define WITH_ADDRESSES
#define GET4 get4
#define GET6 get6
#define RELEASE4(address) release(taken4, place4(address));
#define RELEASE6(address) release(taken6, place6(address));
#include "twin/twin.h"
