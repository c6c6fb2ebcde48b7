/*
 * The exports of a native twin of a stock DLL, in plain C. A twin defines what it decides, and includes this header:
 *
 *   ACCEPT(connection, user)            may this connection be made? (all series; `user` is its wszUserName)
 *   HANGUP(connection, user, seconds)   it is gone
 *   STAY(state)                         may it stay in this quarantine state?
 *   LINK(port, connection), LINK_HANGUP(port, connection)
 *   TERMINATE                           what is done at the end
 *   WITH_ADDRESSES                      export the four address functions; with it GET4(address, notify), GET6, and
 *                                       RELEASE4(address), RELEASE6
 *   WITH_GUESSED_NAMES                  export the two functions that no page describes
 *   ONLY_SERIES_2                       of the connection functions, export those, and plain AcceptReauthentication
 */
#include <mprapi.h>

#define EXPORT __declspec(dllexport)

#ifndef ACCEPT
#define ACCEPT(connection, user) TRUE
#endif
#ifndef HANGUP
#define HANGUP(connection, user, seconds)
#endif
#ifndef STAY
#define STAY(state) TRUE
#endif
#ifndef LINK
#define LINK(port, connection) TRUE
#endif
#ifndef LINK_HANGUP
#define LINK_HANGUP(port, connection)
#endif
#ifndef TERMINATE
#define TERMINATE
#endif

#define UNUSED4(a, b, c, d) (void)(a), (void)(b), (void)(c), (void)(d)

EXPORT DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    return NO_ERROR;
}

EXPORT DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    TERMINATE
    return NO_ERROR;
}

EXPORT BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1, RAS_CONNECTION_2 *c2)
{
    UNUSED4(c0, c1, c2, 0);
    return ACCEPT(c0->hConnection, c0->wszUserName);
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotification2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1,
    RAS_CONNECTION_2 *c2)
{
    UNUSED4(c0, c1, c2, 0);
    HANGUP(c0->hConnection, c0->wszUserName, c0->dwConnectDuration)
}

EXPORT BOOL APIENTRY MprAdminAcceptReauthentication(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1, RAS_CONNECTION_2 *c2,
    RAS_CONNECTION_3 *c3)
{
    UNUSED4(c0, c1, c2, c3);
    return STAY(c3->rasQuarState);
}

EXPORT BOOL APIENTRY MprAdminAcceptNewLink(RAS_PORT_0 *port0, RAS_PORT_1 *port1)
{
    UNUSED4(port0, port1, 0, 0);
    return LINK(port0->hPort, port0->hConnection);
}

EXPORT VOID APIENTRY MprAdminLinkHangupNotification(RAS_PORT_0 *port0, RAS_PORT_1 *port1)
{
    UNUSED4(port0, port1, 0, 0);
    LINK_HANGUP(port0->hPort, port0->hConnection)
}

#ifndef ONLY_SERIES_2

EXPORT BOOL APIENTRY MprAdminAcceptNewConnection(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1)
{
    UNUSED4(c0, c1, 0, 0);
    return ACCEPT(c0->hConnection, c0->wszUserName);
}

EXPORT BOOL APIENTRY MprAdminAcceptNewConnection3(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1, RAS_CONNECTION_2 *c2,
    RAS_CONNECTION_3 *c3)
{
    UNUSED4(c0, c1, c2, c3);
    return ACCEPT(c0->hConnection, c0->wszUserName);
}

EXPORT BOOL APIENTRY MprAdminAcceptNewConnectionEx(RAS_CONNECTION_EX *ex)
{
    (void)ex;
    return ACCEPT(ex->hConnection, ex->wszUserName);
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotification(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1)
{
    UNUSED4(c0, c1, 0, 0);
    HANGUP(c0->hConnection, c0->wszUserName, c0->dwConnectDuration)
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotification3(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1,
    RAS_CONNECTION_2 *c2, RAS_CONNECTION_3 *c3)
{
    UNUSED4(c0, c1, c2, c3);
    HANGUP(c0->hConnection, c0->wszUserName, c0->dwConnectDuration)
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotificationEx(RAS_CONNECTION_EX *ex)
{
    (void)ex;
    HANGUP(ex->hConnection, ex->wszUserName, ex->dwConnectDuration)
}

EXPORT BOOL APIENTRY MprAdminAcceptReauthenticationEx(RAS_CONNECTION_EX *ex)
{
    (void)ex;
    return STAY(ex->rasQuarState);
}

#endif

#ifdef WITH_GUESSED_NAMES

EXPORT BOOL APIENTRY MprAdminAcceptTunnelEndpointChangeEx(RAS_CONNECTION_EX *ex)
{
    (void)ex;
    return TRUE;
}

EXPORT DWORD APIENTRY RasValidatePreAuthenticatedConnectionEx(AUTH_VALIDATION_EX *auth)
{
    (void)auth;
    return NO_ERROR;
}

#endif

#ifdef WITH_ADDRESSES

EXPORT DWORD APIENTRY MprAdminGetIpAddressForUser(WCHAR *user, WCHAR *port, DWORD *address, BOOL *notify)
{
    UNUSED4(user, port, 0, 0);
    return GET4(address, notify);
}

EXPORT VOID APIENTRY MprAdminReleaseIpAddress(WCHAR *user, WCHAR *port, DWORD *address)
{
    UNUSED4(user, port, address, 0);
    RELEASE4(address)
}

EXPORT DWORD APIENTRY MprAdminGetIpv6AddressForUser(WCHAR *user, WCHAR *port, IN6_ADDR *address, BOOL *notify)
{
    UNUSED4(user, port, 0, 0);
    return GET6(address, notify);
}

EXPORT VOID APIENTRY MprAdminReleaseIpv6AddressForUser(WCHAR *user, WCHAR *port, IN6_ADDR *address)
{
    UNUSED4(user, port, address, 0);
    RELEASE6(address)
}

#endif
