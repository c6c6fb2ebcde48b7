/* Two links a connection, four for the administrators. Links are kept by port, for a port carries one at a time. */
#include <windows.h>
#include <mprapi.h>

#define EXPORT __declspec(dllexport)
#define ENTRIES_MAX 1024

typedef struct _LINK {
    HANDLE hPort;
    HANDLE hConnection;
} LINK;

typedef struct _BUDGET {
    HANDLE hConnection;
    DWORD cMax;
} BUDGET;

static LINK g_aLinks[ENTRIES_MAX];
static BUDGET g_aBudgets[ENTRIES_MAX];
static DWORD g_cLinks, g_cBudgets;

static const WCHAR g_wszAdmin[] = {'a', 'd', 'm', 'i', 'n', 0};

static DWORD DropLinks(HANDLE hPort, HANDLE hConnection)
{
    DWORD i = 0, cDropped = 0;
    while (i < g_cLinks) {
        if ((hPort == NULL || g_aLinks[i].hPort == hPort) &&
            (hConnection == NULL || g_aLinks[i].hConnection == hConnection)) {
            g_aLinks[i] = g_aLinks[--g_cLinks];
            cDropped++;
        } else {
            i++;
        }
    }
    return cDropped;
}

static DWORD DropConnection(HANDLE hConnection)
{
    DWORD i;
    for (i = 0; i < g_cBudgets; i++) {
        if (g_aBudgets[i].hConnection == hConnection) {
            g_aBudgets[i] = g_aBudgets[--g_cBudgets];
            break;
        }
    }
    return DropLinks(NULL, hConnection);
}

static DWORD BudgetOf(HANDLE hConnection)
{
    DWORD i;
    for (i = 0; i < g_cBudgets; i++) {
        if (g_aBudgets[i].hConnection == hConnection) {
            return g_aBudgets[i].cMax;
        }
    }
    return 0;
}

static DWORD LinksOf(HANDLE hConnection)
{
    DWORD i, c = 0;
    for (i = 0; i < g_cLinks; i++) {
        c += g_aLinks[i].hConnection == hConnection;
    }
    return c;
}

EXPORT DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    g_cLinks = g_cBudgets = 0;
    return NO_ERROR;
}

EXPORT DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    g_cLinks = g_cBudgets = 0;
    return NO_ERROR;
}

EXPORT BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *p0, RAS_CONNECTION_1 *p1, RAS_CONNECTION_2 *p2)
{
    DWORD i = 0;
    UNREFERENCED_PARAMETER(p1);
    UNREFERENCED_PARAMETER(p2);
    DropConnection(p0->hConnection);
    if (g_cBudgets == ENTRIES_MAX) {
        return FALSE;
    }
    while (g_wszAdmin[i] != 0 && p0->wszUserName[i] == g_wszAdmin[i]) {
        i++;
    }
    g_aBudgets[g_cBudgets].hConnection = p0->hConnection;
    g_aBudgets[g_cBudgets++].cMax = p0->wszUserName[i] == g_wszAdmin[i] ? 4 : 2;
    return TRUE;
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotification2(RAS_CONNECTION_0 *p0, RAS_CONNECTION_1 *p1,
    RAS_CONNECTION_2 *p2)
{
    UNREFERENCED_PARAMETER(p1);
    UNREFERENCED_PARAMETER(p2);
    DropConnection(p0->hConnection);
}

EXPORT BOOL APIENTRY MprAdminAcceptReauthentication(RAS_CONNECTION_0 *p0, RAS_CONNECTION_1 *p1, RAS_CONNECTION_2 *p2,
    RAS_CONNECTION_3 *p3)
{
    UNREFERENCED_PARAMETER(p1);
    UNREFERENCED_PARAMETER(p2);
    UNREFERENCED_PARAMETER(p3);
    return BudgetOf(p0->hConnection) > 0;
}

EXPORT BOOL APIENTRY MprAdminAcceptNewLink(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    UNREFERENCED_PARAMETER(pPort1);
    DropLinks(pPort0->hPort, NULL);
    if (g_cLinks == ENTRIES_MAX || LinksOf(pPort0->hConnection) >= BudgetOf(pPort0->hConnection)) {
        return FALSE;
    }
    g_aLinks[g_cLinks].hPort = pPort0->hPort;
    g_aLinks[g_cLinks++].hConnection = pPort0->hConnection;
    return TRUE;
}

/* A link that was refused may be hung up as well; it is not in the list. */
EXPORT VOID APIENTRY MprAdminLinkHangupNotification(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    UNREFERENCED_PARAMETER(pPort1);
    DropLinks(pPort0->hPort, pPort0->hConnection);
}
