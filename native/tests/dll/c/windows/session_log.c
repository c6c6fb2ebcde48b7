/* Writes a line for each connection into a file, and says at the end what is in it. */
#include <windows.h>
#include <shlwapi.h>
#define STRSAFE_NO_DEPRECATE
#include <strsafe.h>
#include <mprapi.h>
#include "windows/told.h"

static WCHAR g_wszFile[MAX_PATH];
static HANDLE g_hFile = INVALID_HANDLE_VALUE;

static VOID Log(LPCWSTR pwszFormat, LPCWSTR pwszUser)
{
    WCHAR wsz[300];
    char sz[900];
    DWORD cb;
    StringCchPrintfW(wsz, 300, pwszFormat, pwszUser);
    cb = (DWORD)WideCharToMultiByte(CP_UTF8, 0, wsz, -1, sz, sizeof(sz), NULL, NULL) - 1;
    SetFilePointer(g_hFile, 0, NULL, FILE_END);
    WriteFile(g_hFile, sz, cb, &cb, NULL);
}

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    GetTempPathW(MAX_PATH, g_wszFile);
    PathAppendW(g_wszFile, L"mockras-session.log");
    g_hFile = CreateFileW(g_wszFile, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, NULL, CREATE_ALWAYS,
        FILE_ATTRIBUTE_NORMAL, NULL);
    return g_hFile == INVALID_HANDLE_VALUE ? GetLastError() : NO_ERROR;
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1,
    RAS_CONNECTION_2 *c2)
{
    UNREFERENCED_PARAMETER(c1);
    UNREFERENCED_PARAMETER(c2);
    Log(L"+ %s\r\n", c0->wszUserName);
    return TRUE;
}

__declspec(dllexport) VOID APIENTRY MprAdminConnectionHangupNotification2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1,
    RAS_CONNECTION_2 *c2)
{
    UNREFERENCED_PARAMETER(c1);
    UNREFERENCED_PARAMETER(c2);
    Log(L"- %s\r\n", c0->wszUserName);
}

__declspec(dllexport) DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    char sz[200] = "";
    WCHAR wsz[300];
    DWORD cb = 0;
    HANDLE hOther;
    SetFilePointer(g_hFile, 0, NULL, FILE_BEGIN);
    ReadFile(g_hFile, sz, sizeof(sz) - 1, &cb, NULL);
    sz[cb] = 0;
    for (; strchr(sz, '\r') != NULL;) {
        *strchr(sz, '\r') = ' ';
    }
    for (; strchr(sz, '\n') != NULL;) {
        *strchr(sz, '\n') = '/';
    }
    hOther = CreateFileW(g_wszFile, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    StringCchPrintfW(wsz, 300, L"%lu bytes: %S, and another writer gets %lu", GetFileSize(g_hFile, NULL), sz,
        hOther == INVALID_HANDLE_VALUE ? GetLastError() : 0);
    OutputDebugStringW(wsz);
    CloseHandle(g_hFile);
    return DeleteFileW(g_wszFile) ? NO_ERROR : GetLastError();
}

#define HAS_INITIALIZE
#define HAS_TERMINATE
#define HAS_CONNECTION
#define HAS_HANGUP
#include "windows/quiet.h"
