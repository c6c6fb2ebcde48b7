/*
 * A sound, small DLL with a timer that a file defines as TimerRuns; SEEN_LINK and SEEN_HANGUP see the arguments of callouts.
 * `server` is connected, and `ports` are the handles that AcceptNewLink was handed, as are `connections`.
 */
#include <stdio.h>
#include <string.h>
#include <mprapi.h>
#include <mprerror.h>
#include <raserror.h>
#include <mockras.h>

#define EXPORT __declspec(dllexport)

#ifdef _WIN32
/* The import library of mingw-w64 lacks the two newer functions. */
static inline void (*Found(const char *name))(void)
{
    return (void (*)(void))GetProcAddress(GetModuleHandleA("mprapi.dll"), name);
}
typedef DWORD (APIENTRY *ENUM_EX)(RAS_SERVER_HANDLE, PMPRAPI_OBJECT_HEADER, DWORD, LPDWORD, LPDWORD,
    PRAS_CONNECTION_EX *, LPDWORD);
typedef DWORD (APIENTRY *GET_INFO_EX)(RAS_SERVER_HANDLE, HANDLE, PRAS_CONNECTION_EX);
#define MprAdminConnectionEnumEx ((ENUM_EX)Found("MprAdminConnectionEnumEx"))
#define MprAdminConnectionGetInfoEx ((GET_INFO_EX)Found("MprAdminConnectionGetInfoEx"))
#endif

static MPR_SERVER_HANDLE server;
static HANDLE ports[8], connections[8];
static int links;

static void TimerRuns(void);

#ifndef SEEN_TERMINATE
#define SEEN_TERMINATE
#endif
#ifndef SEEN_LINK_HANGUP
#define SEEN_LINK_HANGUP (void)port0, (void)port1;
#endif
#ifndef SEEN_HANGUP
#define SEEN_HANGUP (void)c0, (void)c1, (void)c2, (void)c3;
#endif
#ifndef SEEN_HANGUP_EX
#define SEEN_HANGUP_EX (void)ex;
#endif

EXPORT DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    return NO_ERROR;
}

EXPORT DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    SEEN_TERMINATE
    return NO_ERROR;
}

EXPORT BOOL APIENTRY MprAdminAcceptNewConnection3(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1, RAS_CONNECTION_2 *c2,
    RAS_CONNECTION_3 *c3)
{
    (void)c0, (void)c1, (void)c2, (void)c3;
    return TRUE;
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotification3(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1,
    RAS_CONNECTION_2 *c2, RAS_CONNECTION_3 *c3)
{
    SEEN_HANGUP
}

EXPORT BOOL APIENTRY MprAdminAcceptNewConnectionEx(RAS_CONNECTION_EX *ex)
{
    (void)ex;
    return TRUE;
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotificationEx(RAS_CONNECTION_EX *ex)
{
    SEEN_HANGUP_EX
}

EXPORT BOOL APIENTRY MprAdminAcceptReauthentication(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1, RAS_CONNECTION_2 *c2,
    RAS_CONNECTION_3 *c3)
{
    (void)c0, (void)c1, (void)c2, (void)c3;
    return TRUE;
}

EXPORT BOOL APIENTRY MprAdminAcceptReauthenticationEx(RAS_CONNECTION_EX *ex)
{
    (void)ex;
    return TRUE;
}

EXPORT BOOL APIENTRY MprAdminAcceptNewLink(RAS_PORT_0 *port0, RAS_PORT_1 *port1)
{
    (void)port1;
    if (links < 8) {
        ports[links] = port0->hPort;
        connections[links++] = port0->hConnection;
    }
    return TRUE;
}

EXPORT VOID APIENTRY MprAdminLinkHangupNotification(RAS_PORT_0 *port0, RAS_PORT_1 *port1)
{
    SEEN_LINK_HANGUP
}

EXPORT void MockrasTimer(void)
{
    if (MprAdminServerConnect(NULL, &server) == NO_ERROR) {
        TimerRuns();
        MprAdminServerDisconnect(server);
    }
}
