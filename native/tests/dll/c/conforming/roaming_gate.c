/* Revision 2 of the table with the two functions that no page describes: pre-authentication of SSTP, and the change of
 * an IKEv2 tunnel's endpoint, of which a connection has so many. */
#include <windows.h>
#include <mprapi.h>

#define ROAMERS_MAX 256
#define CHANGES_MAX 8
#define TOKEN_MIN 4

typedef struct _ROAMER {
    HANDLE hConnection;
    DWORD cChanges;
} ROAMER;

static ROAMER g_aRoamers[ROAMERS_MAX];
static DWORD g_cRoamers;

static ROAMER *Find(HANDLE hConnection)
{
    DWORD i;
    for (i = 0; i < g_cRoamers; i++) {
        if (g_aRoamers[i].hConnection == hConnection) {
            return &g_aRoamers[i];
        }
    }
    return NULL;
}

static BOOL IsIkev2(const RAS_CONNECTION_EX *pConnection)
{
    return pConnection->ProjectionInfo.projectionInfoType == MPRAPI_IKEV2_PROJECTION_INFO_TYPE;
}

static BOOL APIENTRY AcceptNewConnectionEx(RAS_CONNECTION_EX *pConnection)
{
    ROAMER *pRoamer = Find(pConnection->hConnection);
    if (pRoamer == NULL && IsIkev2(pConnection)) {
        if (g_cRoamers == ROAMERS_MAX) {
            return FALSE;
        }
        pRoamer = &g_aRoamers[g_cRoamers++];
        pRoamer->hConnection = pConnection->hConnection;
    }
    if (pRoamer != NULL) {
        pRoamer->cChanges = 0;
    }
    return TRUE;
}

static VOID APIENTRY ConnectionHangupNotificationEx(RAS_CONNECTION_EX *pConnection)
{
    ROAMER *pRoamer = Find(pConnection->hConnection);
    if (pRoamer != NULL) {
        *pRoamer = g_aRoamers[--g_cRoamers];
    }
}

static BOOL APIENTRY AcceptEndpointChangeEx(RAS_CONNECTION_EX *pConnection)
{
    ROAMER *pRoamer = Find(pConnection->hConnection);
    return pRoamer != NULL && ++pRoamer->cChanges <= CHANGES_MAX;
}

static BOOL APIENTRY AcceptReauthenticationEx(RAS_CONNECTION_EX *pConnection)
{
    UNREFERENCED_PARAMETER(pConnection);
    return TRUE;
}

/* A token is good if its last byte is the sum of those before it. It ends where AuthInfoSize says, not sooner or later. */
static DWORD APIENTRY ValidatePreAuthenticatedConnectionEx(AUTH_VALIDATION_EX *pAuth)
{
    const BYTE *pbToken = pAuth->AuthInfo;
    BYTE bSum = 0;
    DWORD i;
    if (pAuth->Header.type != MPRAPI_OBJECT_TYPE_AUTH_VALIDATION_OBJECT || pAuth->AuthInfoSize < TOKEN_MIN) {
        return ERROR_ACCESS_DENIED;
    }
    for (i = 0; i + 1 < pAuth->AuthInfoSize; i++) {
        bSum = (BYTE)(bSum + pbToken[i]);
    }
    return bSum == pbToken[i] ? NO_ERROR : ERROR_LOGON_FAILURE;
}

static BOOL APIENTRY AcceptNewLink(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    UNREFERENCED_PARAMETER(pPort0);
    UNREFERENCED_PARAMETER(pPort1);
    return TRUE;
}

static VOID APIENTRY LinkHangupNotification(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    UNREFERENCED_PARAMETER(pPort0);
    UNREFERENCED_PARAMETER(pPort1);
}

static DWORD APIENTRY TerminateDll(VOID)
{
    g_cRoamers = 0;
    return NO_ERROR;
}

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDllEx(PMPRAPI_ADMIN_DLL_CALLBACKS pCallbacks)
{
    g_cRoamers = 0;
    ZeroMemory(pCallbacks, sizeof(*pCallbacks));
    pCallbacks->revision = MPRAPI_ADMIN_DLL_VERSION_2;
    pCallbacks->lpfnRasAdminAcceptNewLink = AcceptNewLink;
    pCallbacks->lpfnRasAdminLinkHangupNotification = LinkHangupNotification;
    pCallbacks->lpfnRasAdminTerminateDll = TerminateDll;
    pCallbacks->lpfnRasAdminAcceptNewConnectionEx = AcceptNewConnectionEx;
    pCallbacks->lpfnRasAdminAcceptEndpointChangeEx = AcceptEndpointChangeEx;
    pCallbacks->lpfnRasAdminAcceptReauthenticationEx = AcceptReauthenticationEx;
    pCallbacks->lpfnRasAdminConnectionHangupNotificationEx = ConnectionHangupNotificationEx;
    pCallbacks->lpfnRASValidatePreAuthenticatedConnectionEx = ValidatePreAuthenticatedConnectionEx;
    return NO_ERROR;
}
