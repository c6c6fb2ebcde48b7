/* Series 2: lets nobody in whose PPP authentication is in clear text, and remembers the GUIDs of those who are. */
#include <windows.h>
#include <raserror.h>
#include <mprapi.h>

typedef struct _SESSION {
    struct _SESSION *pNext;
    HANDLE hConnection;
    GUID guid;
    DWORD dwBytes;
} SESSION;

#define POOL_SIZE 256

/* Sessions come from a fixed pool: a callout is no place to wait for memory. */
static SESSION g_aPool[POOL_SIZE];
static SESSION *g_pFree;
static SESSION *g_pLive;
static DWORD g_dwBytesOfAll;

static VOID Reset(VOID)
{
    int i;
    g_pLive = NULL;
    g_pFree = NULL;
    g_dwBytesOfAll = 0;
    ZeroMemory(g_aPool, sizeof(g_aPool));
    for (i = POOL_SIZE - 1; i >= 0; i--) {
        g_aPool[i].pNext = g_pFree;
        g_pFree = &g_aPool[i];
    }
}

/* Takes the session of a connection out of the list and gives it back to the pool; its last number of bytes. */
static DWORD Close(HANDLE hConnection)
{
    SESSION **ppLink;
    for (ppLink = &g_pLive; *ppLink != NULL; ppLink = &(*ppLink)->pNext) {
        SESSION *pSession = *ppLink;
        if (pSession->hConnection == hConnection) {
            DWORD dwBytes = pSession->dwBytes;
            *ppLink = pSession->pNext;
            pSession->pNext = g_pFree;
            g_pFree = pSession;
            return dwBytes;
        }
    }
    return 0;
}

static BOOL Open(HANDLE hConnection, const GUID *pGuid)
{
    SESSION *pSession = g_pFree;
    if (pSession == NULL) {
        return FALSE;
    }
    g_pFree = pSession->pNext;
    pSession->hConnection = hConnection;
    pSession->guid = *pGuid;
    pSession->dwBytes = 0;
    pSession->pNext = g_pLive;
    g_pLive = pSession;
    return TRUE;
}

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    Reset();
    return NO_ERROR;
}

__declspec(dllexport) DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    Reset();
    return NO_ERROR;
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *pConnection0,
    RAS_CONNECTION_1 *pConnection1, RAS_CONNECTION_2 *pConnection2)
{
    UNREFERENCED_PARAMETER(pConnection1);
    Close(pConnection0->hConnection);
    /* IKEv2 has no LCP: its connections do not carry the flag. */
    if ((pConnection0->dwConnectionFlags & RAS_FLAGS_PPP_CONNECTION) != 0) {
        const PPP_LCP_INFO *pLcp = &pConnection2->PppInfo2.lcp;
        if (pLcp->dwError == NO_ERROR && pLcp->dwRemoteAuthenticationProtocol == PPP_LCP_PAP) {
            return FALSE;
        }
    }
    return Open(pConnection0->hConnection, &pConnection2->guid);
}

__declspec(dllexport) VOID APIENTRY MprAdminConnectionHangupNotification2(RAS_CONNECTION_0 *pConnection0,
    RAS_CONNECTION_1 *pConnection1, RAS_CONNECTION_2 *pConnection2)
{
    SESSION *pSession;
    UNREFERENCED_PARAMETER(pConnection2);
    for (pSession = g_pLive; pSession != NULL; pSession = pSession->pNext) {
        if (pSession->hConnection == pConnection0->hConnection) {
            pSession->dwBytes = pConnection1->dwBytesXmited + pConnection1->dwBytesRcved;
        }
    }
    g_dwBytesOfAll += Close(pConnection0->hConnection);
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptReauthentication(RAS_CONNECTION_0 *pConnection0,
    RAS_CONNECTION_1 *pConnection1, RAS_CONNECTION_2 *pConnection2, RAS_CONNECTION_3 *pConnection3)
{
    UNREFERENCED_PARAMETER(pConnection0);
    UNREFERENCED_PARAMETER(pConnection1);
    UNREFERENCED_PARAMETER(pConnection2);
    UNREFERENCED_PARAMETER(pConnection3);
    return TRUE;
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewLink(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    UNREFERENCED_PARAMETER(pPort0);
    UNREFERENCED_PARAMETER(pPort1);
    return TRUE;
}

__declspec(dllexport) VOID APIENTRY MprAdminLinkHangupNotification(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    UNREFERENCED_PARAMETER(pPort0);
    UNREFERENCED_PARAMETER(pPort1);
}
