/* Keeps users in a list of the registry, which it makes when it is missing, and lists what else is in the key. */
#define UNICODE
#define _UNICODE
#include <windows.h>
#include <tchar.h>
#include <mprapi.h>
#include "windows/told.h"

#define KEY TEXT("Software\\Contoso\\RasUsers")

static TCHAR g_szList[512];
static DWORD g_cValues;

static LONG ReadList(VOID)
{
    HKEY hKey;
    DWORD dwHow, cb = sizeof(g_szList), dwType, i;
    TCHAR szName[64];
    static const TCHAR szDefault[] = TEXT("guest\0Mallory\0");
    LONG lResult = RegCreateKeyEx(HKEY_CURRENT_USER, KEY, 0, NULL, REG_OPTION_NON_VOLATILE, KEY_ALL_ACCESS, NULL,
        &hKey, &dwHow);
    if (lResult != ERROR_SUCCESS) {
        return lResult;
    }
    if (RegQueryValueEx(hKey, TEXT("Refused"), NULL, &dwType, (LPBYTE)g_szList, &cb) == ERROR_FILE_NOT_FOUND) {
        RegSetValueEx(hKey, TEXT("Refused"), 0, REG_MULTI_SZ, (const BYTE *)szDefault, sizeof(szDefault));
        cb = sizeof(g_szList);
        lResult = RegQueryValueEx(hKey, TEXT("refused"), NULL, &dwType, (LPBYTE)g_szList, &cb);
    }
    for (i = 0;; i++) {
        DWORD cch = 64;
        if (RegEnumValue(hKey, i, szName, &cch, NULL, &dwType, NULL, NULL) != ERROR_SUCCESS) {
            break;
        }
        g_cValues++;
    }
    RegDeleteValue(hKey, TEXT("Refused"));
    RegCloseKey(hKey);
    return lResult;
}

static BOOL IsListed(LPCTSTR pszUser)
{
    LPCTSTR psz;
    for (psz = g_szList; *psz; psz += _tcslen(psz) + 1) {
        if (_tcsicmp(psz, pszUser) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    TCHAR szLine[128];
    LONG lResult = ReadList();
    _sntprintf(szLine, 128, TEXT("list read: %ld, %lu value(s)\r\n"), lResult, g_cValues);
    OutputDebugString(szLine);
    return (DWORD)lResult;
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1,
    RAS_CONNECTION_2 *c2)
{
    UNREFERENCED_PARAMETER(c1);
    UNREFERENCED_PARAMETER(c2);
    return !IsListed(c0->wszUserName);
}

#define HAS_INITIALIZE
#define HAS_CONNECTION
#include "windows/quiet.h"
