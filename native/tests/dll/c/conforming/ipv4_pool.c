/* Addresses from 172.16.5.1 to 172.16.5.254, each claimed by one bit without a lock. The functions for connections run in
 * another process and know nothing of them. */
#include <windows.h>
#include <raserror.h>
#include <mprapi.h>

#define EXPORT __declspec(dllexport)
#define FIRST 1
#define LAST 254

/* One bit an address, of which those in use are set. */
static volatile DWORD g_adwTaken[8];

static BOOL Claim(DWORD dwHost)
{
    DWORD dwBit = (DWORD)1 << (dwHost % 32);
    return (__sync_fetch_and_or(&g_adwTaken[dwHost / 32], dwBit) & dwBit) == 0;
}

static DWORD GiveBack(DWORD dwHost)
{
    DWORD dwBit = (DWORD)1 << (dwHost % 32);
    return __sync_fetch_and_and(&g_adwTaken[dwHost / 32], ~dwBit) & dwBit;
}

static VOID GiveBackAll(VOID)
{
    int i;
    for (i = 0; i < 8; i++) {
        __sync_fetch_and_and(&g_adwTaken[i], 0);
    }
}

EXPORT DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    GiveBackAll();
    return NO_ERROR;
}

EXPORT DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    GiveBackAll();
    return NO_ERROR;
}

/* What the service offers is not taken: every client has an address of this network. */
EXPORT DWORD APIENTRY MprAdminGetIpAddressForUser(WCHAR *pwszUser, WCHAR *pwszPort, DWORD *pdwAddress, BOOL *pbNotify)
{
    DWORD dwHost;
    UNREFERENCED_PARAMETER(pwszUser);
    UNREFERENCED_PARAMETER(pwszPort);
    for (dwHost = FIRST; dwHost <= LAST; dwHost++) {
        if (Claim(dwHost)) {
            BYTE *pOctets = (BYTE *)pdwAddress;
            pOctets[0] = 172;
            pOctets[1] = 16;
            pOctets[2] = 5;
            pOctets[3] = (BYTE)dwHost;
            *pbNotify = TRUE;
            return NO_ERROR;
        }
    }
    *pbNotify = FALSE;
    return ERROR_PPP_NO_ADDRESS_ASSIGNED;
}

EXPORT VOID APIENTRY MprAdminReleaseIpAddress(WCHAR *pwszUser, WCHAR *pwszPort, DWORD *pdwAddress)
{
    const BYTE *pOctets = (const BYTE *)pdwAddress;
    UNREFERENCED_PARAMETER(pwszUser);
    UNREFERENCED_PARAMETER(pwszPort);
    if (pOctets[0] == 172 && pOctets[1] == 16 && pOctets[2] == 5) {
        GiveBack(pOctets[3]);
    }
}

EXPORT BOOL APIENTRY MprAdminAcceptNewConnection(RAS_CONNECTION_0 *p0, RAS_CONNECTION_1 *p1)
{
    UNREFERENCED_PARAMETER(p0);
    UNREFERENCED_PARAMETER(p1);
    return TRUE;
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotification(RAS_CONNECTION_0 *p0, RAS_CONNECTION_1 *p1)
{
    UNREFERENCED_PARAMETER(p0);
    UNREFERENCED_PARAMETER(p1);
}

EXPORT BOOL APIENTRY MprAdminAcceptReauthentication(RAS_CONNECTION_0 *p0, RAS_CONNECTION_1 *p1, RAS_CONNECTION_2 *p2,
    RAS_CONNECTION_3 *p3)
{
    UNREFERENCED_PARAMETER(p0);
    UNREFERENCED_PARAMETER(p1);
    UNREFERENCED_PARAMETER(p2);
    UNREFERENCED_PARAMETER(p3);
    return TRUE;
}

EXPORT BOOL APIENTRY MprAdminAcceptNewLink(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    UNREFERENCED_PARAMETER(pPort0);
    UNREFERENCED_PARAMETER(pPort1);
    return TRUE;
}

EXPORT VOID APIENTRY MprAdminLinkHangupNotification(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    UNREFERENCED_PARAMETER(pPort0);
    UNREFERENCED_PARAMETER(pPort1);
}
