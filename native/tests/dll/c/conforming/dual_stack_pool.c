/* IPv4 addresses and IPv6 identifiers by number: a user who comes back has the same number again, if it is free. */
#include <windows.h>
#include <lmcons.h>
#include <raserror.h>
#include <mprapi.h>

#define EXPORT __declspec(dllexport)
#define NUMBERS 200

typedef struct _POOL {
    BOOL abTaken[NUMBERS];
    WCHAR awszLast[NUMBERS][UNLEN + 1];
} POOL;

/* Addresses of either kind are asked for in one process, which is not that of the connections. */
static POOL g_v4, g_v6;

static BOOL Same(const WCHAR *pwszOne, const WCHAR *pwszOther)
{
    while (*pwszOne != 0 && *pwszOne == *pwszOther) {
        pwszOne++;
        pwszOther++;
    }
    return *pwszOne == *pwszOther;
}

static VOID Copy(WCHAR *pwszTo, SIZE_T cchMax, const WCHAR *pwszFrom)
{
    while (--cchMax > 0 && *pwszFrom != 0) {
        *pwszTo++ = *pwszFrom++;
    }
    *pwszTo = 0;
}

/* A number from 1 on, or 0 if all are in use: the user's last one, else one that nobody has had, else any. */
static DWORD Lease(POOL *pPool, const WCHAR *pwszUser)
{
    DWORD i, iBest = NUMBERS, dwRank = 0;
    for (i = 0; i < NUMBERS; i++) {
        if (!pPool->abTaken[i]) {
            const WCHAR *pwszLast = pPool->awszLast[i];
            DWORD dwOwn = *pwszLast == 0 ? 2 : Same(pwszLast, pwszUser) ? 3 : 1;
            if (dwOwn > dwRank) {
                dwRank = dwOwn;
                iBest = i;
            }
        }
    }
    if (iBest == NUMBERS) {
        return 0;
    }
    pPool->abTaken[iBest] = TRUE;
    Copy(pPool->awszLast[iBest], UNLEN + 1, pwszUser);
    return iBest + 1;
}

static VOID Release(POOL *pPool, DWORD dwNumber)
{
    if (dwNumber >= 1 && dwNumber <= NUMBERS) {
        pPool->abTaken[dwNumber - 1] = FALSE;
    }
}

EXPORT DWORD APIENTRY MprAdminGetIpAddressForUser(WCHAR *pwszUser, WCHAR *pwszPort, DWORD *pdwAddress, BOOL *pbNotify)
{
    DWORD dwNumber = Lease(&g_v4, pwszUser);
    UNREFERENCED_PARAMETER(pwszPort);
    *pbNotify = dwNumber != 0;
    if (dwNumber == 0) {
        return ERROR_PPP_NO_ADDRESS_ASSIGNED;
    }
    ((BYTE *)pdwAddress)[0] = 10;
    ((BYTE *)pdwAddress)[1] = 77;
    ((BYTE *)pdwAddress)[2] = 0;
    ((BYTE *)pdwAddress)[3] = (BYTE)dwNumber;
    return NO_ERROR;
}

EXPORT VOID APIENTRY MprAdminReleaseIpAddress(WCHAR *pwszUser, WCHAR *pwszPort, DWORD *pdwAddress)
{
    UNREFERENCED_PARAMETER(pwszUser);
    UNREFERENCED_PARAMETER(pwszPort);
    Release(&g_v4, ((const BYTE *)pdwAddress)[3]);
}

/* The prefix is the service's; the identifier is 02-00-00-00-00-00 and the number. */
EXPORT DWORD APIENTRY MprAdminGetIpv6AddressForUser(WCHAR *pwszUser, WCHAR *pwszPort, IN6_ADDR *pAddress,
    BOOL *pbNotify)
{
    DWORD dwNumber = Lease(&g_v6, pwszUser);
    UNREFERENCED_PARAMETER(pwszPort);
    *pbNotify = dwNumber != 0;
    if (dwNumber == 0) {
        return ERROR_PPP_NO_ADDRESS_ASSIGNED;
    }
    ZeroMemory(pAddress->u.Byte + 8, 8);
    pAddress->u.Byte[8] = 2;
    pAddress->u.Byte[15] = (BYTE)dwNumber;
    return NO_ERROR;
}

EXPORT VOID APIENTRY MprAdminReleaseIpv6AddressForUser(WCHAR *pwszUser, WCHAR *pwszPort, IN6_ADDR *pAddress)
{
    UNREFERENCED_PARAMETER(pwszUser);
    UNREFERENCED_PARAMETER(pwszPort);
    Release(&g_v6, pAddress->u.Byte[15]);
}

EXPORT DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    ZeroMemory(&g_v4, sizeof(g_v4));
    ZeroMemory(&g_v6, sizeof(g_v6));
    return NO_ERROR;
}

EXPORT DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    return NO_ERROR;
}

EXPORT BOOL APIENTRY MprAdminAcceptNewConnectionEx(RAS_CONNECTION_EX *pConnection)
{
    return pConnection->dwConnectionFlags != 0;
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotificationEx(RAS_CONNECTION_EX *pConnection)
{
    UNREFERENCED_PARAMETER(pConnection);
}

EXPORT BOOL APIENTRY MprAdminAcceptReauthenticationEx(RAS_CONNECTION_EX *pConnection)
{
    return pConnection->rasQuarState != RAS_QUAR_STATE_QUARANTINE;
}

EXPORT BOOL APIENTRY MprAdminAcceptNewLink(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    return pPort0->hConnection == pPort1->hConnection;
}

EXPORT VOID APIENTRY MprAdminLinkHangupNotification(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    UNREFERENCED_PARAMETER(pPort0);
    UNREFERENCED_PARAMETER(pPort1);
}
