/* The exports that a DLL of this folder has no use for. Define the ones that it has itself as macros of their names. */
#ifndef WINDOWS_QUIET_H
#define WINDOWS_QUIET_H

#ifdef __cplusplus
extern "C" {
#endif

#ifndef HAS_INITIALIZE
__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    return NO_ERROR;
}
#endif
#ifndef HAS_TERMINATE
__declspec(dllexport) DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    return NO_ERROR;
}
#endif
#ifndef HAS_CONNECTION
__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1,
    RAS_CONNECTION_2 *c2)
{
    (void)c0;
    (void)c1;
    (void)c2;
    return TRUE;
}
#endif
#ifndef HAS_HANGUP
__declspec(dllexport) VOID APIENTRY MprAdminConnectionHangupNotification2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1,
    RAS_CONNECTION_2 *c2)
{
    (void)c0;
    (void)c1;
    (void)c2;
}
#endif
#ifndef HAS_LINK
__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewLink(RAS_PORT_0 *port0, RAS_PORT_1 *port1)
{
    (void)port0;
    (void)port1;
    return TRUE;
}
__declspec(dllexport) VOID APIENTRY MprAdminLinkHangupNotification(RAS_PORT_0 *port0, RAS_PORT_1 *port1)
{
    (void)port0;
    (void)port1;
}
#endif
#ifdef __cplusplus
}
#endif

#endif
