/* Forgets to leave its critical section when it refuses somebody. */
#include <windows.h>
#include <wchar.h>
#include <mprapi.h>

static CRITICAL_SECTION g_cs;

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    InitializeCriticalSection(&g_cs);
    return NO_ERROR;
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1,
    RAS_CONNECTION_2 *c2)
{
    UNREFERENCED_PARAMETER(c1);
    UNREFERENCED_PARAMETER(c2);
    EnterCriticalSection(&g_cs);
    if (_wcsicmp(c0->wszUserName, L"mallory") == 0) {
        return FALSE;
    }
    LeaveCriticalSection(&g_cs);
    return TRUE;
}

#define HAS_INITIALIZE
#define HAS_CONNECTION
#include "windows/quiet.h"
