/* Gives out addresses from a pool of three. Leases are a list on the heap, behind a critical section. */
#include <windows.h>
#include <wchar.h>
#include <mprapi.h>

typedef struct _LEASE {
    struct _LEASE *pNext;
    WCHAR wszPort[MAX_PORT_NAME + 1];
    DWORD dwHost;
} LEASE;

static CRITICAL_SECTION g_cs;
static LEASE *g_pLeases;

BOOL WINAPI DllMain(HINSTANCE hInstance, DWORD dwReason, LPVOID pReserved)
{
    UNREFERENCED_PARAMETER(pReserved);
    switch (dwReason) {
    case DLL_PROCESS_ATTACH:
        DisableThreadLibraryCalls(hInstance);
        InitializeCriticalSection(&g_cs);
        break;
    case DLL_PROCESS_DETACH:
        DeleteCriticalSection(&g_cs);
        break;
    }
    return TRUE;
}

static LEASE *FindHost(DWORD dwHost)
{
    LEASE *pLease;
    for (pLease = g_pLeases; pLease != NULL && pLease->dwHost != dwHost; pLease = pLease->pNext) {
    }
    return pLease;
}

__declspec(dllexport) DWORD APIENTRY MprAdminGetIpAddressForUser(WCHAR *pwszUser, WCHAR *pwszPort, DWORD *pdwAddress,
    BOOL *pfNotify)
{
    DWORD dwHost, dwResult = ERROR_OUTOFMEMORY;
    UNREFERENCED_PARAMETER(pwszUser);
    EnterCriticalSection(&g_cs);
    for (dwHost = 10; dwHost < 13; dwHost++) {
        LEASE *pLease;
        if (FindHost(dwHost) != NULL) {
            continue;
        }
        pLease = (LEASE *)LocalAlloc(LPTR, sizeof(LEASE));
        if (pLease != NULL) {
            lstrcpynW(pLease->wszPort, pwszPort, MAX_PORT_NAME + 1);
            pLease->dwHost = dwHost;
            pLease->pNext = g_pLeases;
            g_pLeases = pLease;
            *pdwAddress = 0x0008080A | dwHost << 24; /* 10.8.8.x in network order */
            *pfNotify = TRUE;
            dwResult = NO_ERROR;
        }
        break;
    }
    LeaveCriticalSection(&g_cs);
    return dwResult;
}

__declspec(dllexport) VOID APIENTRY MprAdminReleaseIpAddress(WCHAR *pwszUser, WCHAR *pwszPort, DWORD *pdwAddress)
{
    LEASE **ppLease;
    UNREFERENCED_PARAMETER(pwszUser);
    UNREFERENCED_PARAMETER(pwszPort);
    EnterCriticalSection(&g_cs);
    for (ppLease = &g_pLeases; *ppLease != NULL; ppLease = &(*ppLease)->pNext) {
        if ((*ppLease)->dwHost == *pdwAddress >> 24) {
            LEASE *pGone = *ppLease;
            *ppLease = pGone->pNext;
            LocalFree(pGone);
            break;
        }
    }
    LeaveCriticalSection(&g_cs);
}

#include "windows/quiet.h"
