/* A RAS administration DLL as its authors write them: nothing here knows that it is not on Windows. */
#include <winsock2.h>
#include <windows.h>
#include <ws2tcpip.h>
#include <lmcons.h>
#include <raserror.h>
#include <mprapi.h>

static HINSTANCE g_hInstance;
static DWORD g_dwConnections;
static const WCHAR c_wszGuest[] = {'g', 'u', 'e', 's', 't', 0};

static BOOL IsGuest(IN const WCHAR *pwszUserName)
{
    int i;
    for (i = 0; i <= UNLEN && pwszUserName[i] == c_wszGuest[i]; i++) {
        if (c_wszGuest[i] == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

BOOL WINAPI DllMain(HINSTANCE hInstance, DWORD dwReason, LPVOID lpReserved)
{
    UNREFERENCED_PARAMETER(lpReserved);
    if (dwReason == DLL_PROCESS_ATTACH) {
        g_hInstance = hInstance;
        DisableThreadLibraryCalls(hInstance);
    }
    return TRUE;
}

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    g_dwConnections = 0;
    return NO_ERROR;
}

__declspec(dllexport) DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    return g_hInstance == NULL ? ERROR_SUCCESS : NO_ERROR;
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewConnection2(IN RAS_CONNECTION_0 *pRasConnection0,
    IN RAS_CONNECTION_1 *pRasConnection1, IN RAS_CONNECTION_2 *pRasConnection2)
{
    if (pRasConnection1->PppInfo.ip.dwError != NO_ERROR || IsGuest(pRasConnection0->wszUserName)) {
        return FALSE;
    }
    if (pRasConnection2->PppInfo2.lcp.dwAuthenticationProtocol == PPP_LCP_PAP) {
        return FALSE;
    }
    g_dwConnections++;
    return TRUE;
}

__declspec(dllexport) VOID APIENTRY MprAdminConnectionHangupNotification2(IN RAS_CONNECTION_0 *pRasConnection0,
    IN RAS_CONNECTION_1 *pRasConnection1, IN RAS_CONNECTION_2 *pRasConnection2)
{
    UNREFERENCED_PARAMETER(pRasConnection1);
    UNREFERENCED_PARAMETER(pRasConnection2);
    if (pRasConnection0->dwConnectionFlags & RAS_FLAGS_PPP_CONNECTION) {
        g_dwConnections--;
    }
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptReauthentication(IN RAS_CONNECTION_0 *pRasConnection0,
    IN RAS_CONNECTION_1 *pRasConnection1, IN RAS_CONNECTION_2 *pRasConnection2, IN RAS_CONNECTION_3 *pRasConnection3)
{
    UNREFERENCED_PARAMETER(pRasConnection0);
    UNREFERENCED_PARAMETER(pRasConnection1);
    UNREFERENCED_PARAMETER(pRasConnection2);
    return pRasConnection3->rasQuarState != RAS_QUAR_STATE_QUARANTINE;
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewLink(IN RAS_PORT_0 *pRasPort0, IN RAS_PORT_1 *pRasPort1)
{
    UNREFERENCED_PARAMETER(pRasPort0);
    return pRasPort1->dwHardwareCondition == RAS_HARDWARE_OPERATIONAL;
}

__declspec(dllexport) VOID APIENTRY MprAdminLinkHangupNotification(IN RAS_PORT_0 *pRasPort0, IN RAS_PORT_1 *pRasPort1)
{
    UNREFERENCED_PARAMETER(pRasPort0);
    UNREFERENCED_PARAMETER(pRasPort1);
}

__declspec(dllexport) DWORD APIENTRY MprAdminGetIpAddressForUser(IN WCHAR *lpwszUserName, IN WCHAR *lpwszPortName,
    IN OUT DWORD *lpdwIpAddress, OUT BOOL *bNotifyRelease)
{
    UNREFERENCED_PARAMETER(lpwszUserName);
    UNREFERENCED_PARAMETER(lpwszPortName);
    *bNotifyRelease = FALSE;
    return *lpdwIpAddress == 0 ? ERROR_PPP_NO_ADDRESS_ASSIGNED : NO_ERROR;
}

__declspec(dllexport) VOID APIENTRY MprAdminReleaseIpAddress(IN WCHAR *lpwszUserName, IN WCHAR *lpwszPortName,
    IN DWORD *lpdwIpAddress)
{
    UNREFERENCED_PARAMETER(lpwszUserName);
    UNREFERENCED_PARAMETER(lpwszPortName);
    UNREFERENCED_PARAMETER(lpdwIpAddress);
}

/* For newer servers: the same decisions through the table. */
static BOOL APIENTRY AcceptNewConnectionEx(IN RAS_CONNECTION_EX *pRasConnection)
{
    const PROJECTION_INFO *pProjection = &pRasConnection->ProjectionInfo;
    if (pProjection->projectionInfoType == MPRAPI_IKEV2_PROJECTION_INFO_TYPE &&
        pProjection->Ikev2ProjectionInfo.dwEncryptionMethod == IPSEC_CIPHER_TYPE_3DES) {
        return FALSE;
    }
    return !IsGuest(pRasConnection->wszUserName);
}

static VOID APIENTRY ConnectionHangupNotificationEx(IN RAS_CONNECTION_EX *pRasConnection)
{
    UNREFERENCED_PARAMETER(pRasConnection);
}

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDllEx(PMPRAPI_ADMIN_DLL_CALLBACKS pAdminCallbacks)
{
    ZeroMemory(pAdminCallbacks, sizeof(*pAdminCallbacks));
    pAdminCallbacks->revision = MPRAPI_ADMIN_DLL_VERSION_2;
    pAdminCallbacks->lpfnRasAdminTerminateDll = MprAdminTerminateDll;
    pAdminCallbacks->lpfnRasAdminAcceptNewLink = MprAdminAcceptNewLink;
    pAdminCallbacks->lpfnRasAdminLinkHangupNotification = MprAdminLinkHangupNotification;
    pAdminCallbacks->lpfnRasAdminAcceptNewConnectionEx = AcceptNewConnectionEx;
    pAdminCallbacks->lpfnRasAdminConnectionHangupNotificationEx = ConnectionHangupNotificationEx;
    return NO_ERROR;
}
