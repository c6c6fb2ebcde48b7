/* Leaves a key, a file and an event open, pauses, and counts on a thread that takes its time. */
#include <windows.h>
#include <mprapi.h>

static HANDLE g_hThread;
static LONG g_cBeats;

static DWORD WINAPI Beat(LPVOID pParameter)
{
    int i;
    UNREFERENCED_PARAMETER(pParameter);
    for (i = 0; i < 5; i++) {
        Sleep(1000);
        InterlockedIncrement(&g_cBeats);
    }
    return 0;
}

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    HKEY hKey;
    if (RegCreateKeyExA(HKEY_LOCAL_MACHINE, "SOFTWARE\\Contoso", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &hKey,
        NULL) != ERROR_SUCCESS) {
        return ERROR_GEN_FAILURE;
    }
    CreateFileA("C:\\gate.log", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    CreateEventA(NULL, FALSE, FALSE, NULL);
    g_hThread = CreateThread(NULL, 0, Beat, NULL, 0, NULL);
    return NO_ERROR;
}

__declspec(dllexport) DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    char sz[80];
    DWORD dwWait = WaitForSingleObject(g_hThread, 2500);
    wsprintfA(sz, "wait %lu, %ld beats", dwWait, g_cBeats);
    OutputDebugStringA(sz);
    dwWait = WaitForSingleObject(g_hThread, INFINITE);
    wsprintfA(sz, "wait %lu, %ld beats", dwWait, g_cBeats);
    OutputDebugStringA(sz);
    CloseHandle(g_hThread);
    return NO_ERROR;
}

#define HAS_INITIALIZE
#define HAS_TERMINATE
#include "windows/quiet.h"
