/*
 * Refuses the user that the registry names, and everybody while it says that the gate is shut. Without a key it has
 * defaults.
 */
#include <windows.h>
#include <wchar.h>
#include <mprapi.h>

#define GATE_KEY L"SOFTWARE\\Contoso\\RasGate"

static DWORD g_fOpen = 1;
static WCHAR g_wszDenied[UNLEN + 1] = L"mallory";

static VOID ReadConfiguration(VOID)
{
    HKEY hKey;
    DWORD dwType, cb = sizeof(g_fOpen), dwValue;
    WCHAR wsz[UNLEN + 1];
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, GATE_KEY, 0, KEY_READ, &hKey) != ERROR_SUCCESS) {
        return;
    }
    if (RegQueryValueExW(hKey, L"Open", NULL, &dwType, (LPBYTE)&dwValue, &cb) == ERROR_SUCCESS && dwType == REG_DWORD) {
        g_fOpen = dwValue;
    }
    cb = sizeof(wsz);
    if (RegQueryValueExW(hKey, L"DenyUser", NULL, &dwType, (LPBYTE)wsz, &cb) == ERROR_SUCCESS && dwType == REG_SZ) {
        wcscpy(g_wszDenied, wsz);
    }
    RegCloseKey(hKey);
}

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    ReadConfiguration();
    return NO_ERROR;
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1,
    RAS_CONNECTION_2 *c2)
{
    UNREFERENCED_PARAMETER(c1);
    UNREFERENCED_PARAMETER(c2);
    return g_fOpen && _wcsicmp(c0->wszUserName, g_wszDenied) != 0;
}

#define HAS_INITIALIZE
#define HAS_CONNECTION
#include "windows/quiet.h"
