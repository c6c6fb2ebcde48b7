/* Series 3 with reauthentication: a client may stay in quarantine twice in a row; one that gets healthy starts anew. */
#include <windows.h>
#include <mprapi.h>

#define CLIENTS_MAX 256
#define CHANCES 2

typedef struct _CLIENT {
    HANDLE hConnection;
    DWORD cChances;
    RAS_QUARANTINE_STATE state;
    FILETIME until;
} CLIENT;

static CLIENT g_aClients[CLIENTS_MAX];
static DWORD g_cClients;

static CLIENT *Find(HANDLE hConnection)
{
    DWORD i;
    for (i = 0; i < g_cClients; i++) {
        if (g_aClients[i].hConnection == hConnection) {
            return &g_aClients[i];
        }
    }
    return NULL;
}

static BOOL Remove(HANDLE hConnection)
{
    CLIENT *pClient = Find(hConnection);
    if (pClient == NULL) {
        return FALSE;
    }
    *pClient = g_aClients[--g_cClients];
    return TRUE;
}

/* Takes over what the service says of the client's health. The timer counts in probation only. */
static VOID Note(CLIENT *pClient, const RAS_CONNECTION_3 *pConnection3)
{
    pClient->state = pConnection3->rasQuarState;
    ZeroMemory(&pClient->until, sizeof(pClient->until));
    if (pClient->state == RAS_QUAR_STATE_PROBATION) {
        pClient->until = pConnection3->timer;
    }
}

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    ZeroMemory(g_aClients, sizeof(g_aClients));
    g_cClients = 0;
    return NO_ERROR;
}

__declspec(dllexport) DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    g_cClients = 0;
    return NO_ERROR;
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewConnection3(RAS_CONNECTION_0 *pConnection0,
    RAS_CONNECTION_1 *pConnection1, RAS_CONNECTION_2 *pConnection2, RAS_CONNECTION_3 *pConnection3)
{
    CLIENT *pClient;
    UNREFERENCED_PARAMETER(pConnection1);
    UNREFERENCED_PARAMETER(pConnection2);
    Remove(pConnection0->hConnection);
    if (pConnection3->dwSize < sizeof(*pConnection3) || g_cClients == CLIENTS_MAX) {
        return FALSE;
    }
    pClient = &g_aClients[g_cClients++];
    pClient->hConnection = pConnection0->hConnection;
    pClient->cChances = CHANCES;
    Note(pClient, pConnection3);
    return TRUE;
}

__declspec(dllexport) VOID APIENTRY MprAdminConnectionHangupNotification3(RAS_CONNECTION_0 *pConnection0,
    RAS_CONNECTION_1 *pConnection1, RAS_CONNECTION_2 *pConnection2, RAS_CONNECTION_3 *pConnection3)
{
    UNREFERENCED_PARAMETER(pConnection1);
    UNREFERENCED_PARAMETER(pConnection2);
    UNREFERENCED_PARAMETER(pConnection3);
    Remove(pConnection0->hConnection);
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptReauthentication(RAS_CONNECTION_0 *pConnection0,
    RAS_CONNECTION_1 *pConnection1, RAS_CONNECTION_2 *pConnection2, RAS_CONNECTION_3 *pConnection3)
{
    CLIENT *pClient = Find(pConnection0->hConnection);
    UNREFERENCED_PARAMETER(pConnection1);
    UNREFERENCED_PARAMETER(pConnection2);
    if (pClient == NULL) {
        return TRUE;
    }
    Note(pClient, pConnection3);
    switch (pClient->state) {
    case RAS_QUAR_STATE_NORMAL:
        pClient->cChances = CHANCES;
        return TRUE;
    case RAS_QUAR_STATE_QUARANTINE:
        if (pClient->cChances == 0) {
            return FALSE;
        }
        pClient->cChances--;
        return TRUE;
    default:
        return TRUE;
    }
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
