/*
 * A sound, small DLL with places to do wrong in: a file defines IN_... as the statements that go wrong there, and then
 * includes this header. The arguments are named as in the functions below; a statement may return.
 *
 * Nothing but the wrong part of a file is there to be imitated.
 */
#include <stdlib.h>
#include <mprapi.h>
#include <raserror.h>

#ifndef IN_INITIALIZE
#define IN_INITIALIZE
#endif
#ifndef IN_TERMINATE
#define IN_TERMINATE
#endif
#ifndef IN_ACCEPT
#define IN_ACCEPT
#endif
#ifndef IN_HANGUP
#define IN_HANGUP
#endif
#ifndef IN_REAUTHENTICATION
#define IN_REAUTHENTICATION
#endif
#ifndef IN_LINK
#define IN_LINK
#endif
#ifndef IN_LINK_HANGUP
#define IN_LINK_HANGUP
#endif
#ifndef IN_GET
#define IN_GET
#endif
#ifndef IN_RELEASE
#define IN_RELEASE
#endif

#define EXPORT __declspec(dllexport)

/* A file can export the link functions under other names. */
#ifndef LINK
#define LINK MprAdminAcceptNewLink
#endif
#ifndef LINK_HANGUP
#define LINK_HANGUP MprAdminLinkHangupNotification
#endif

#ifdef __cplusplus
extern "C" {
#endif

EXPORT DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    IN_INITIALIZE
    return NO_ERROR;
}

EXPORT DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    IN_TERMINATE
    return NO_ERROR;
}

EXPORT BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1, RAS_CONNECTION_2 *c2)
{
    (void)c0, (void)c1, (void)c2;
    IN_ACCEPT
    return TRUE;
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotification2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1,
    RAS_CONNECTION_2 *c2)
{
    (void)c0, (void)c1, (void)c2;
    IN_HANGUP
}

EXPORT BOOL APIENTRY MprAdminAcceptReauthentication(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1, RAS_CONNECTION_2 *c2,
    RAS_CONNECTION_3 *c3)
{
    (void)c0, (void)c1, (void)c2, (void)c3;
    IN_REAUTHENTICATION
    return TRUE;
}

EXPORT BOOL APIENTRY LINK(RAS_PORT_0 *port0, RAS_PORT_1 *port1)
{
    (void)port0, (void)port1;
    IN_LINK
    return TRUE;
}

EXPORT VOID APIENTRY LINK_HANGUP(RAS_PORT_0 *port0, RAS_PORT_1 *port1)
{
    (void)port0, (void)port1;
    IN_LINK_HANGUP
}

EXPORT DWORD APIENTRY MprAdminGetIpAddressForUser(WCHAR *user, WCHAR *port, DWORD *address, BOOL *notify)
{
    (void)user, (void)port;
    IN_GET
    *notify = FALSE;
    return *address == 0 ? ERROR_PPP_NO_ADDRESS_ASSIGNED : NO_ERROR;
}

EXPORT VOID APIENTRY MprAdminReleaseIpAddress(WCHAR *user, WCHAR *port, DWORD *address)
{
    (void)user, (void)port, (void)address;
    IN_RELEASE
}

#ifdef __cplusplus
}
#endif
