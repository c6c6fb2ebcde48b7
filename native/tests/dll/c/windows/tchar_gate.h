/* A gate in the style that compiles for both kinds of text: refuses users by name, and says so for a debugger. */
#include <windows.h>
#include <tchar.h>
#include <mprapi.h>
#include "windows/told.h"

static LPCTSTR const g_apszRefused[] = {_T("MALLORY"), _T("j\x00FCrgen"), NULL};

static BOOL IsRefused(LPCTSTR pszUser)
{
    int i;
    for (i = 0; g_apszRefused[i] != NULL; i++) {
        if (_tcsicmp(pszUser, g_apszRefused[i]) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1,
    RAS_CONNECTION_2 *c2)
{
    TCHAR szUser[UNLEN + 1], szLine[400];
    BOOL fRefused;
    UNREFERENCED_PARAMETER(c1);
    UNREFERENCED_PARAMETER(c2);
#ifdef UNICODE
    _tcscpy(szUser, c0->wszUserName);
#else
    WideCharToMultiByte(CP_ACP, 0, c0->wszUserName, -1, szUser, UNLEN + 1, NULL, NULL);
#endif
    fRefused = IsRefused(szUser);
    wsprintf(szLine, TEXT("%s: %s (%d)"), szUser, fRefused ? TEXT("refused") : TEXT("accepted"), lstrlen(szUser));
    OutputDebugString(szLine);
    return !fRefused;
}

#define HAS_CONNECTION
#include "windows/quiet.h"
