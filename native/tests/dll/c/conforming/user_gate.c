/* Series 0: refuses the users of a list, whatever the case of their names, and counts who is connected. */
#include <windows.h>
#include <lmcons.h>
#include <mprapi.h>

#define SESSIONS_MAX 512

static const WCHAR g_awszRefused[][8] = {
    {'b', 'o', 'b', 0},
    {'g', 'u', 'e', 's', 't', 0},
    {'m', 'a', 'l', 'l', 'o', 'r', 'y', 0},
};

/* Connections that were accepted and are not gone yet. */
static HANDLE g_ahSessions[SESSIONS_MAX];
static DWORD g_cSessions;

static WCHAR Lower(WCHAR wch)
{
    return wch >= 'A' && wch <= 'Z' ? (WCHAR)(wch - 'A' + 'a') : wch;
}

static BOOL SameName(const WCHAR *pwszOne, const WCHAR *pwszOther)
{
    while (*pwszOne != 0 && Lower(*pwszOne) == Lower(*pwszOther)) {
        pwszOne++;
        pwszOther++;
    }
    return Lower(*pwszOne) == Lower(*pwszOther);
}

static BOOL IsRefused(const WCHAR *pwszUser)
{
    SIZE_T i;
    for (i = 0; i < sizeof(g_awszRefused) / sizeof(g_awszRefused[0]); i++) {
        if (SameName(pwszUser, g_awszRefused[i])) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Forgets a connection, and tells how many are left. A refused one may be hung up as well: it is not in the list. */
static DWORD Forget(HANDLE hConnection)
{
    DWORD i = 0;
    while (i < g_cSessions) {
        if (g_ahSessions[i] == hConnection) {
            g_ahSessions[i] = g_ahSessions[--g_cSessions];
        } else {
            i++;
        }
    }
    return g_cSessions;
}

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    g_cSessions = 0;
    return NO_ERROR;
}

__declspec(dllexport) DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    g_cSessions = 0;
    return NO_ERROR;
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewConnection(RAS_CONNECTION_0 *pConnection0,
    RAS_CONNECTION_1 *pConnection1)
{
    UNREFERENCED_PARAMETER(pConnection1);
    Forget(pConnection0->hConnection);
    if (IsRefused(pConnection0->wszUserName) || g_cSessions == SESSIONS_MAX) {
        return FALSE;
    }
    g_ahSessions[g_cSessions++] = pConnection0->hConnection;
    return TRUE;
}

__declspec(dllexport) VOID APIENTRY MprAdminConnectionHangupNotification(RAS_CONNECTION_0 *pConnection0,
    RAS_CONNECTION_1 *pConnection1)
{
    UNREFERENCED_PARAMETER(pConnection1);
    Forget(pConnection0->hConnection);
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptReauthentication(RAS_CONNECTION_0 *pConnection0,
    RAS_CONNECTION_1 *pConnection1, RAS_CONNECTION_2 *pConnection2, RAS_CONNECTION_3 *pConnection3)
{
    UNREFERENCED_PARAMETER(pConnection1);
    UNREFERENCED_PARAMETER(pConnection2);
    UNREFERENCED_PARAMETER(pConnection3);
    return !IsRefused(pConnection0->wszUserName);
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewLink(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    UNREFERENCED_PARAMETER(pPort0);
    return pPort1->dwHardwareCondition == RAS_HARDWARE_OPERATIONAL;
}

__declspec(dllexport) VOID APIENTRY MprAdminLinkHangupNotification(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    UNREFERENCED_PARAMETER(pPort0);
    UNREFERENCED_PARAMETER(pPort1);
}
