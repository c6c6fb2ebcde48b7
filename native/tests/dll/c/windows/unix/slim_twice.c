/* Takes a slim lock in a function, and again in one that it calls: on Windows the thread then waits for itself. */
#include <windows.h>
#include <mprapi.h>

static SRWLOCK g_lock = SRWLOCK_INIT;
static DWORD g_cSessions;

static VOID Count(VOID)
{
    AcquireSRWLockExclusive(&g_lock);
    g_cSessions++;
    ReleaseSRWLockExclusive(&g_lock);
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1,
    RAS_CONNECTION_2 *c2)
{
    UNREFERENCED_PARAMETER(c0);
    UNREFERENCED_PARAMETER(c1);
    UNREFERENCED_PARAMETER(c2);
    AcquireSRWLockExclusive(&g_lock);
    Count();
    ReleaseSRWLockExclusive(&g_lock);
    return TRUE;
}

#define HAS_CONNECTION
#include "windows/quiet.h"
