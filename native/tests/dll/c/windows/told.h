/* On Windows nobody hears what a DLL says for a debugger and to the event log: there it becomes notes, as elsewhere. */
#ifndef WINDOWS_TOLD_H
#define WINDOWS_TOLD_H
#ifdef _WIN32
#include <windows.h>
#include <stdio.h>
#include <mockras.h>

static inline void ToldDebugW(LPCWSTR pwszText)
{
    char sz[1024];
    int cch = WideCharToMultiByte(CP_UTF8, 0, pwszText, -1, sz, sizeof(sz), NULL, NULL) - 1;
    while (cch > 0 && (sz[cch - 1] == '\n' || sz[cch - 1] == '\r')) {
        sz[--cch] = 0;
    }
    MOCKRAS_NOTE(sz);
}

static inline void ToldDebugA(LPCSTR pszText)
{
    WCHAR wsz[1024];
    MultiByteToWideChar(CP_ACP, 0, pszText, -1, wsz, 1024);
    ToldDebugW(wsz);
}

static inline BOOL ToldEventW(LPCWSTR pwszSource, WORD wType, DWORD dwId, WORD cStrings, LPCWSTR *ppwsz)
{
    WCHAR wsz[1024];
    WORD i;
    LPCWSTR pwszType = wType == EVENTLOG_ERROR_TYPE ? L"error" : wType == EVENTLOG_WARNING_TYPE ? L"warning"
        : L"information";
    int cch = _snwprintf(wsz, 1024, L"event log: %ls: %ls %u", pwszSource, pwszType, (unsigned)(dwId & 0xFFFF));
    for (i = 0; i < cStrings; i++) {
        cch += _snwprintf(wsz + cch, 1024 - cch, i ? L"; %ls" : L": %ls", ppwsz[i]);
    }
    ToldDebugW(wsz);
    return TRUE;
}

#undef OutputDebugString
#ifdef UNICODE
#define OutputDebugString ToldDebugW
#else
#define OutputDebugString ToldDebugA
#endif
#define OutputDebugStringW ToldDebugW
#define OutputDebugStringA ToldDebugA
#define ReportEventW(source, type, category, id, user, count, size, strings, data) \
    ((void)(source), ToldEventW(TOLD_SOURCE, type, id, count, strings))
#endif
#endif
