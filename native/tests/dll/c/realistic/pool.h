/* The addresses 10.8.0.1 to 10.8.0.254, for those whom the service has none for. The service calls these functions in one
 * process and those of gate.c in another: neither knows what the other keeps. */
#ifndef GATE_POOL_H
#define GATE_POOL_H

#include "names.h"
#include <raserror.h>

#ifdef BUG_03_pool_off_by_one
#define POOL_SIZE 16
#define POOL_TRIES (POOL_SIZE + 1)
#else
#define POOL_SIZE 254
#define POOL_TRIES POOL_SIZE
#endif

/* Who has an address: a user may have several, but a port carries one call at a time. */
typedef struct _LEASE {
    BOOL fTaken;
    WCHAR wszUser[UNLEN + 1];
    WCHAR wszPort[MAX_PORT_NAME + 1];
} LEASE;

static CRITICAL_SECTION g_poolLock;
static LEASE g_aLeases[POOL_SIZE];

/* Where the search begins: an address that came back rests as long as it can. */
static DWORD g_iNext;

static VOID ResetPool(VOID)
{
#ifndef BUG_04_pool_survives_restart
    ZeroMemory(g_aLeases, sizeof(g_aLeases));
    g_iNext = 0;
#endif
}

static DWORD AddressOf(DWORD iLease)
{
    DWORD dwAddress;
    BYTE abOctets[4] = {10, 8, 0, 0};
#ifdef BUG_05_host_byte_order
    return 0x0a080001 + iLease;
#endif
    abOctets[3] = (BYTE)(iLease + 1);
    CopyMemory(&dwAddress, abOctets, sizeof(dwAddress));
    return dwAddress;
}

/* An address that nobody has, or 0. */
static DWORD Take(const WCHAR *pwszUser, const WCHAR *pwszPort)
{
    DWORD i;
#ifdef BUG_17_address_kept_for_user
    for (i = 0; i < POOL_SIZE; i++) {
        if (g_aLeases[i].fTaken && SameName(g_aLeases[i].wszUser, pwszUser, UNLEN)) {
            return AddressOf(i);
        }
    }
#endif
    for (i = 0; i < POOL_TRIES; i++) {
        DWORD iLease = g_iNext;
        LEASE *pLease = &g_aLeases[iLease];
#ifdef BUG_03_pool_off_by_one
        g_iNext = iLease < POOL_SIZE ? iLease + 1 : 0;
#else
        g_iNext = (iLease + 1) % POOL_SIZE;
#endif
#ifdef BUG_06_same_after_wrap_around
        pLease->fTaken = FALSE;
#endif
        if (!pLease->fTaken) {
            pLease->fTaken = TRUE;
            CopyName(pLease->wszUser, pwszUser, UNLEN);
#ifdef BUG_07_port_cut_at_15
            CopyName(pLease->wszPort, pwszPort, MAX_PORT_NAME - 1);
#else
            CopyName(pLease->wszPort, pwszPort, MAX_PORT_NAME);
#endif
            return AddressOf(iLease);
        }
    }
    return 0;
}

static VOID GiveBack(const WCHAR *pwszUser, const WCHAR *pwszPort, DWORD dwAddress)
{
    DWORD i;
    for (i = 0; i < POOL_SIZE; i++) {
        LEASE *pLease = &g_aLeases[i];
#if defined(BUG_08_release_by_user)
        UNREFERENCED_PARAMETER(pwszPort);
        UNREFERENCED_PARAMETER(dwAddress);
        if (pLease->fTaken && SameName(pLease->wszUser, pwszUser, UNLEN)) {
#elif defined(BUG_09_release_with_swapped_key)
        if (pLease->fTaken && AddressOf(i) == dwAddress && SameName(pLease->wszUser, pwszPort, UNLEN) &&
            SameName(pLease->wszPort, pwszUser, MAX_PORT_NAME)) {
#else
        if (pLease->fTaken && AddressOf(i) == dwAddress && SameName(pLease->wszUser, pwszUser, UNLEN) &&
            SameName(pLease->wszPort, pwszPort, MAX_PORT_NAME)) {
#endif
            pLease->fTaken = FALSE;
            return;
        }
    }
}

#ifdef BUG_10_asks_the_other_half
static BOOL HasRoomFor(const WCHAR *pwszUser, const WCHAR *pwszDomain);
#endif

__declspec(dllexport) DWORD APIENTRY MprAdminGetIpAddressForUser(WCHAR *pwszUser, WCHAR *pwszPort, DWORD *pdwAddress,
    BOOL *pbNotifyRelease)
{
    DWORD dwResult = NO_ERROR;
#ifndef BUG_11_notify_unwritten
    *pbNotifyRelease = FALSE;
#endif
#ifndef BUG_18_offer_is_replaced
    if (*pdwAddress != 0) {
        return NO_ERROR;
    }
#endif
#ifdef BUG_12_refused_keeps_address
    EnterCriticalSection(&g_poolLock);
    *pdwAddress = Take(pwszUser, pwszPort);
    LeaveCriticalSection(&g_poolLock);
    if (IsRefused(pwszUser)) {
        return ERROR_ACCESS_DENIED;
    }
    *pbNotifyRelease = TRUE;
    return *pdwAddress != 0 ? NO_ERROR : ERROR_PPP_NO_ADDRESS_ASSIGNED;
#endif
    if (IsRefused(pwszUser)) {
        return ERROR_ACCESS_DENIED;
    }
    EnterCriticalSection(&g_poolLock);
#ifdef BUG_10_asks_the_other_half
    *pdwAddress = HasRoomFor(pwszUser, NULL) ? Take(pwszUser, pwszPort) : 0;
#else
    *pdwAddress = Take(pwszUser, pwszPort);
#endif
    if (*pdwAddress == 0) {
#ifdef BUG_13_full_pool_is_success
        dwResult = NO_ERROR;
#else
        dwResult = ERROR_PPP_NO_ADDRESS_ASSIGNED;
#endif
#ifdef BUG_14_lock_kept_when_full
        return dwResult;
#endif
    } else {
#ifndef BUG_15_no_notice_asked_for
        *pbNotifyRelease = TRUE;
#endif
    }
    LeaveCriticalSection(&g_poolLock);
#ifdef BUG_16_true_for_no_error
    return dwResult == NO_ERROR ? TRUE : dwResult;
#else
    return dwResult;
#endif
}

__declspec(dllexport) VOID APIENTRY MprAdminReleaseIpAddress(WCHAR *pwszUser, WCHAR *pwszPort, DWORD *pdwAddress)
{
    EnterCriticalSection(&g_poolLock);
    GiveBack(pwszUser, pwszPort, *pdwAddress);
#ifdef BUG_19_release_clears_the_address
    *pdwAddress = 0;
#endif
    LeaveCriticalSection(&g_poolLock);
}

#endif
