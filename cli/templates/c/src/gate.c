/*
 * gate: a RAS administration DLL. It says who may connect, and which address a client has.
 *
 * - A user called "guest" stays out, however the name is spelled.
 * - Everybody else has an address from 10.8.0.10 to 10.8.0.41, which is nobody else's until it is given back.
 *
 * Change it, and say in mockras.toml and in scenarios/ what you expect of it instead.
 */
#include <windows.h>
#include <raserror.h>
#include <mprapi.h>

#define EXPORT __declspec(dllexport)

/* The first address, byte by byte as it goes over the wire, and how many there are. */
static const BYTE FIRST[4] = {10, 8, 0, 10};
#define POOL_SIZE 32

/* Which addresses are somebody's. The service may call from several threads, so a lock guards them. */
static SRWLOCK lock = SRWLOCK_INIT;
static BOOL taken[POOL_SIZE];

static VOID GiveAllBack(VOID)
{
    int i;
    AcquireSRWLockExclusive(&lock);
    for (i = 0; i < POOL_SIZE; i++)
        taken[i] = FALSE;
    ReleaseSRWLockExclusive(&lock);
}

static BOOL MayConnect(const WCHAR *user)
{
    return lstrcmpiW(user, L"guest") != 0;
}

/* The service starts and stops this DLL, perhaps several times: nothing is left of what was. */
EXPORT DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    GiveAllBack();
    return NO_ERROR;
}

EXPORT DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    GiveAllBack();
    return NO_ERROR;
}

/* A client wants an address. What the service offers in *address is not taken. */
EXPORT DWORD APIENTRY MprAdminGetIpAddressForUser(WCHAR *user, WCHAR *port, DWORD *address, BOOL *notify)
{
    int i;
    UNREFERENCED_PARAMETER(user);
    UNREFERENCED_PARAMETER(port);
    AcquireSRWLockExclusive(&lock);
    for (i = 0; i < POOL_SIZE && taken[i]; i++)
        ;
    if (i < POOL_SIZE)
        taken[i] = TRUE;
    ReleaseSRWLockExclusive(&lock);
    if (i == POOL_SIZE) {
        *notify = FALSE;
        return ERROR_PPP_NO_ADDRESS_ASSIGNED;
    }
    ((BYTE *)address)[0] = FIRST[0];
    ((BYTE *)address)[1] = FIRST[1];
    ((BYTE *)address)[2] = FIRST[2];
    ((BYTE *)address)[3] = (BYTE)(FIRST[3] + i);
    /* Without this the service would not tell when the address is free again. */
    *notify = TRUE;
    return NO_ERROR;
}

EXPORT VOID APIENTRY MprAdminReleaseIpAddress(WCHAR *user, WCHAR *port, DWORD *address)
{
    const BYTE *bytes = (const BYTE *)address;
    int i = bytes[3] - FIRST[3];
    UNREFERENCED_PARAMETER(user);
    UNREFERENCED_PARAMETER(port);
    if (bytes[0] != FIRST[0] || bytes[1] != FIRST[1] || bytes[2] != FIRST[2] || i < 0 || i >= POOL_SIZE)
        return;
    AcquireSRWLockExclusive(&lock);
    taken[i] = FALSE;
    ReleaseSRWLockExclusive(&lock);
}

/* Somebody has proved who they are: TRUE lets them in. */
EXPORT BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1, RAS_CONNECTION_2 *c2)
{
    UNREFERENCED_PARAMETER(c1);
    UNREFERENCED_PARAMETER(c2);
    return MayConnect(c0->wszUserName);
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotification2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1,
    RAS_CONNECTION_2 *c2)
{
    UNREFERENCED_PARAMETER(c0);
    UNREFERENCED_PARAMETER(c1);
    UNREFERENCED_PARAMETER(c2);
}

/* Whoever is in may stay: their name does not change. */
EXPORT BOOL APIENTRY MprAdminAcceptReauthentication(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1, RAS_CONNECTION_2 *c2,
    RAS_CONNECTION_3 *c3)
{
    UNREFERENCED_PARAMETER(c0);
    UNREFERENCED_PARAMETER(c1);
    UNREFERENCED_PARAMETER(c2);
    UNREFERENCED_PARAMETER(c3);
    return TRUE;
}

EXPORT BOOL APIENTRY MprAdminAcceptNewLink(RAS_PORT_0 *port0, RAS_PORT_1 *port1)
{
    UNREFERENCED_PARAMETER(port0);
    UNREFERENCED_PARAMETER(port1);
    return TRUE;
}

EXPORT VOID APIENTRY MprAdminLinkHangupNotification(RAS_PORT_0 *port0, RAS_PORT_1 *port1)
{
    UNREFERENCED_PARAMETER(port0);
    UNREFERENCED_PARAMETER(port1);
}
