/* For servers of any age: series 2 by exports for the older ones, the Ex series by the callbacks table and by exports
 * for the newer ones. Whichever initialiser is called, or both: they do the same. */
#include <windows.h>
#include <lmcons.h>
#include <mprapi.h>

#define EXPORT __declspec(dllexport)

static const WCHAR g_wszSuffix[] = {'-', 't', 'e', 's', 't', 0};

/* The length of a text in an array of so many units. */
static SIZE_T Length(const WCHAR *pwsz, SIZE_T cchMax)
{
    SIZE_T cch = 0;
    while (cch < cchMax && pwsz[cch] != 0) {
        cch++;
    }
    return cch;
}

/* Names of accounts for tests end in "-test"; those may not dial in. */
static BOOL IsTestAccount(const WCHAR *pwszUser)
{
    SIZE_T cbSuffix = sizeof(g_wszSuffix) - sizeof(WCHAR);
    SIZE_T cchUser = Length(pwszUser, UNLEN), cchSuffix = cbSuffix / sizeof(WCHAR);
    return cchUser >= cchSuffix && memcmp(pwszUser + (cchUser - cchSuffix), g_wszSuffix, cbSuffix) == 0;
}

EXPORT DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    return NO_ERROR;
}

EXPORT DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    return NO_ERROR;
}

EXPORT BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *p0, RAS_CONNECTION_1 *p1, RAS_CONNECTION_2 *p2)
{
    UNREFERENCED_PARAMETER(p1);
    UNREFERENCED_PARAMETER(p2);
    return !IsTestAccount(p0->wszUserName);
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotification2(RAS_CONNECTION_0 *p0, RAS_CONNECTION_1 *p1,
    RAS_CONNECTION_2 *p2)
{
    UNREFERENCED_PARAMETER(p1);
    UNREFERENCED_PARAMETER(p2);
    (VOID)Length(p0->wszUserName, UNLEN);
}

EXPORT BOOL APIENTRY MprAdminAcceptNewConnectionEx(RAS_CONNECTION_EX *pConnection)
{
    return !IsTestAccount(pConnection->wszUserName);
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotificationEx(RAS_CONNECTION_EX *pConnection)
{
    (VOID)Length(pConnection->wszUserName, UNLEN);
}

EXPORT BOOL APIENTRY MprAdminAcceptReauthentication(RAS_CONNECTION_0 *p0, RAS_CONNECTION_1 *p1, RAS_CONNECTION_2 *p2,
    RAS_CONNECTION_3 *p3)
{
    UNREFERENCED_PARAMETER(p1);
    UNREFERENCED_PARAMETER(p2);
    UNREFERENCED_PARAMETER(p3);
    return !IsTestAccount(p0->wszUserName);
}

EXPORT BOOL APIENTRY MprAdminAcceptReauthenticationEx(RAS_CONNECTION_EX *pConnection)
{
    return !IsTestAccount(pConnection->wszUserName);
}

EXPORT BOOL APIENTRY MprAdminAcceptNewLink(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    return pPort0->hPort == pPort1->hPort;
}

EXPORT VOID APIENTRY MprAdminLinkHangupNotification(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    UNREFERENCED_PARAMETER(pPort1);
    (VOID)Length(pPort0->wszPortName, MAX_PORT_NAME);
}

EXPORT DWORD APIENTRY MprAdminInitializeDllEx(PMPRAPI_ADMIN_DLL_CALLBACKS pCallbacks)
{
    MPRAPI_ADMIN_DLL_CALLBACKS callbacks = {0};
    callbacks.revision = MPRAPI_ADMIN_DLL_VERSION_2;
    callbacks.lpfnRasAdminAcceptNewLink = MprAdminAcceptNewLink;
    callbacks.lpfnRasAdminLinkHangupNotification = MprAdminLinkHangupNotification;
    callbacks.lpfnRasAdminTerminateDll = MprAdminTerminateDll;
    callbacks.lpfnRasAdminAcceptNewConnectionEx = MprAdminAcceptNewConnectionEx;
    callbacks.lpfnRasAdminAcceptReauthenticationEx = MprAdminAcceptReauthenticationEx;
    callbacks.lpfnRasAdminConnectionHangupNotificationEx = MprAdminConnectionHangupNotificationEx;
    *pCallbacks = callbacks;
    return MprAdminInitializeDll();
}
