/* Hands what it has to say to a thread of its own, through a queue, and waits for the thread at the end. */
#include <windows.h>
#include <process.h>
#include <mprapi.h>
#include "windows/told.h"

#define QUEUE_MAX 8

static CRITICAL_SECTION g_cs;
static HANDLE g_hWork, g_hIdle, g_hStop, g_hThread;
static WCHAR g_awszQueue[QUEUE_MAX][UNLEN + 1];
static LONG g_cQueued, g_cDone;

static unsigned __stdcall Work(void *pParameter)
{
    HANDLE ah[2] = {g_hStop, g_hWork};
    UNREFERENCED_PARAMETER(pParameter);
    while (WaitForMultipleObjects(2, ah, FALSE, INFINITE) != WAIT_OBJECT_0) {
        EnterCriticalSection(&g_cs);
        while (g_cQueued > 0) {
            g_cQueued--;
            InterlockedIncrement(&g_cDone);
        }
        LeaveCriticalSection(&g_cs);
        SetEvent(g_hIdle);
    }
    return 7;
}

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    InitializeCriticalSectionAndSpinCount(&g_cs, 4000);
    g_hWork = CreateEventW(NULL, FALSE, FALSE, NULL);
    g_hIdle = CreateEventW(NULL, FALSE, FALSE, NULL);
    g_hStop = CreateEventW(NULL, TRUE, FALSE, NULL);
    g_hThread = (HANDLE)_beginthreadex(NULL, 0, Work, NULL, 0, NULL);
    return g_hThread != NULL ? NO_ERROR : GetLastError();
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1,
    RAS_CONNECTION_2 *c2)
{
    UNREFERENCED_PARAMETER(c1);
    UNREFERENCED_PARAMETER(c2);
    EnterCriticalSection(&g_cs);
    lstrcpynW(g_awszQueue[g_cQueued++ % QUEUE_MAX], c0->wszUserName, UNLEN + 1);
    LeaveCriticalSection(&g_cs);
    SetEvent(g_hWork);
    return WaitForSingleObject(g_hIdle, INFINITE) == WAIT_OBJECT_0;
}

__declspec(dllexport) DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    WCHAR wsz[80];
    DWORD dwWait, dwCode = 0;
    SetEvent(g_hStop);
    dwWait = WaitForSingleObject(g_hThread, INFINITE);
    GetExitCodeThread(g_hThread, &dwCode);
    wsprintfW(wsz, L"wait %lu, code %lu, done %ld", dwWait, dwCode, InterlockedCompareExchange(&g_cDone, 0, 0));
    OutputDebugStringW(wsz);
    CloseHandle(g_hThread);
    CloseHandle(g_hWork);
    CloseHandle(g_hIdle);
    CloseHandle(g_hStop);
    DeleteCriticalSection(&g_cs);
    return NO_ERROR;
}

#define HAS_INITIALIZE
#define HAS_TERMINATE
#define HAS_CONNECTION
#include "windows/quiet.h"
