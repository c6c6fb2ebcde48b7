/* Says what it is called when it is loaded and when it is unloaded, and what errors are called. */
#include <windows.h>
#include <shlwapi.h>
#include <mprapi.h>
#include "windows/told.h"

static HINSTANCE g_hInstance;

BOOL APIENTRY DllMain(HMODULE hModule, DWORD dwReason, LPVOID lpReserved)
{
    WCHAR wszFile[MAX_PATH];
    (void)lpReserved;
    if (dwReason == DLL_PROCESS_ATTACH) {
        g_hInstance = hModule;
        if (GetModuleFileNameW(hModule, wszFile, MAX_PATH) > 0) {
            OutputDebugStringW(PathFindFileNameW(wszFile));
        }
    } else if (dwReason == DLL_PROCESS_DETACH) {
        OutputDebugStringW(L"detached");
    }
    return TRUE;
}

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    WCHAR wsz[MAX_COMPUTERNAME_LENGTH + 1], wszLine[120];
    DWORD cch = ARRAYSIZE(wsz);
    HMODULE hMissing = GetModuleHandleW(L"mockras-there-is-none.dll");
    DWORD dwError = hMissing == NULL ? GetLastError() : 0;
    BOOL fNamed = GetComputerNameW(wsz, &cch) && cch == (DWORD)lstrlenW(wsz);
    wsprintfW(wszLine, L"named %d, missing %d, module %d, thread %d", fNamed, dwError == ERROR_MOD_NOT_FOUND,
        g_hInstance != NULL, GetCurrentThreadId() == GetCurrentThreadId());
    OutputDebugStringW(wszLine);
    return NO_ERROR;
}

#define HAS_INITIALIZE
#include "windows/quiet.h"
