/* The Ex series by the callbacks table alone: a single function is exported. */
#include <windows.h>
#include <ipsectypes.h>
#include <mprapi.h>

/* How often something has happened since the start. */
static LONG g_cLinks;
static LONG g_cRefused;
static LONG g_cHangups;

static BOOL IsWeak(const RAS_CONNECTION_EX *pConnection)
{
    const PROJECTION_INFO *pInfo = &pConnection->ProjectionInfo;
    switch (pInfo->projectionInfoType) {
    case MPRAPI_PPP_PROJECTION_INFO_TYPE:
        return pInfo->PppProjectionInfo.dwLcpError == NO_ERROR &&
               pInfo->PppProjectionInfo.dwRemoteAuthenticationProtocol == PPP_LCP_PAP;
    case MPRAPI_IKEV2_PROJECTION_INFO_TYPE:
        return pInfo->Ikev2ProjectionInfo.dwEncryptionMethod == IPSEC_CIPHER_TYPE_DES;
    default:
        return FALSE;
    }
}

static BOOL IsKnownObject(const MPRAPI_OBJECT_HEADER *pHeader)
{
    return pHeader->type == MPRAPI_OBJECT_TYPE_RAS_CONNECTION_OBJECT &&
           pHeader->revision >= MPRAPI_RAS_CONNECTION_OBJECT_REVISION_1;
}

static BOOL APIENTRY AcceptNewConnectionEx(RAS_CONNECTION_EX *pConnection)
{
    if (!IsKnownObject(&pConnection->Header) || IsWeak(pConnection)) {
        __sync_add_and_fetch(&g_cRefused, 1);
        return FALSE;
    }
    return TRUE;
}

static VOID APIENTRY ConnectionHangupNotificationEx(RAS_CONNECTION_EX *pConnection)
{
    if (IsKnownObject(&pConnection->Header)) {
        __sync_add_and_fetch(&g_cHangups, 1);
    }
}

static BOOL APIENTRY AcceptReauthenticationEx(RAS_CONNECTION_EX *pConnection)
{
    return !IsWeak(pConnection);
}

static BOOL APIENTRY AcceptNewLink(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    UNREFERENCED_PARAMETER(pPort0);
    UNREFERENCED_PARAMETER(pPort1);
    __sync_add_and_fetch(&g_cLinks, 1);
    return TRUE;
}

static VOID APIENTRY LinkHangupNotification(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    UNREFERENCED_PARAMETER(pPort0);
    UNREFERENCED_PARAMETER(pPort1);
}

static VOID Reset(VOID)
{
    g_cLinks = 0;
    g_cRefused = 0;
    g_cHangups = 0;
}

static DWORD APIENTRY TerminateDll(VOID)
{
    Reset();
    return NO_ERROR;
}

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDllEx(PMPRAPI_ADMIN_DLL_CALLBACKS pCallbacks)
{
    if (pCallbacks == NULL) {
        return ERROR_INVALID_PARAMETER;
    }
    Reset();
    pCallbacks->revision = MPRAPI_ADMIN_DLL_VERSION_2;
    pCallbacks->lpfnMprAdminGetIpAddressForUser = NULL;
    pCallbacks->lpfnMprAdminReleaseIpAddress = NULL;
    pCallbacks->lpfnMprAdminGetIpv6AddressForUser = NULL;
    pCallbacks->lpfnMprAdminReleaseIpV6AddressForUser = NULL;
    pCallbacks->lpfnRasAdminAcceptNewLink = AcceptNewLink;
    pCallbacks->lpfnRasAdminLinkHangupNotification = LinkHangupNotification;
    pCallbacks->lpfnRasAdminTerminateDll = TerminateDll;
    pCallbacks->lpfnRasAdminAcceptNewConnectionEx = AcceptNewConnectionEx;
    pCallbacks->lpfnRasAdminAcceptEndpointChangeEx = NULL;
    pCallbacks->lpfnRasAdminAcceptReauthenticationEx = AcceptReauthenticationEx;
    pCallbacks->lpfnRasAdminConnectionHangupNotificationEx = ConnectionHangupNotificationEx;
    pCallbacks->lpfnRASValidatePreAuthenticatedConnectionEx = NULL;
    return NO_ERROR;
}
