/* Calls functions of text and notes those that do not what they do on Windows. */
#include <windows.h>
#include <stdio.h>
#include <shlwapi.h>
#define STRSAFE_NO_DEPRECATE
#include <strsafe.h>
#include <mprapi.h>
#include <mockras.h>

static int g_cChecks, g_cWrong;

static void Check(BOOL fRight, int iLine)
{
    char szNote[64];
    g_cChecks++;
    if (!fRight) {
        g_cWrong++;
        _snprintf(szNote, sizeof(szNote), "line %d is wrong", iLine);
        MOCKRAS_NOTE(szNote);
    }
}

#define CHECK(condition) Check(condition, __LINE__)
#define FORMATS(expected, ...) \
    (_snwprintf(wsz, 200, __VA_ARGS__) == lstrlenW(expected) && wcscmp(wsz, expected) == 0)
#define FORMATS_A(expected, ...) \
    (_snprintf(sz, 200, __VA_ARGS__) == lstrlenA(expected) && strcmp(sz, expected) == 0)

static void Formats(void)
{
    WCHAR wsz[256];
    char sz[256];
    const char *volatile pszNull = NULL;
    CHECK(FORMATS(L"user bob", L"user %s", L"bob"));
    CHECK(FORMATS(L"user bob", L"user %S", "bob"));
    CHECK(FORMATS(L"bob alice", L"%hs %ls", "bob", L"alice"));
    CHECK(FORMATS(L"[bob       ]", L"[%-10s]", L"bob"));
    CHECK(FORMATS(L"[       bob]", L"[%10s]", L"bob"));
    CHECK(FORMATS(L"[bo]", L"[%.2s]", L"bob"));
    CHECK(FORMATS(L"[   bo]", L"[%*.*s]", 5, 2, L"bob"));
    CHECK(FORMATS(L"0000beef BEEF 48879", L"%08x %X %u", 0xBEEF, 0xBEEF, 0xBEEF));
    CHECK(FORMATS(L"-1 4294967295", L"%ld %lu", (LONG)-1, (DWORD)-1));
    CHECK(FORMATS(L"1 -2", L"%lu %ld", (DWORD)1, (LONG)-2));
    CHECK(FORMATS(L"-5000000000", L"%I64d", -5000000000LL));
    CHECK(FORMATS(L"12a4b3c9", L"%x%lx%I64x%u", 0x12A, 0x4BUL, 0x3CULL, 9));
    CHECK(FORMATS(L"c A", L"%c %C", L'c', 'A'));
    CHECK(FORMATS(L"100%", L"%d%%", 100));
    CHECK(FORMATS(L"+7 7", L"%+d% d", 7, 7));
    CHECK(FORMATS(L"0x1f 017", L"%#x %#o", 31, 15));
    CHECK(FORMATS(L"3.50 1e+03", L"%.2f %g", 3.5, 1000.0) || wcscmp(wsz, L"3.50 1000") == 0);
    CHECK(FORMATS(L"  -42|-0042|-42  ", L"%5d|%05d|%-5d", -42, -42, -42));
    CHECK(FORMATS(L"10.8.0.10", L"%u.%u.%u.%u", 10, 8, 0, 10));
    CHECK(FORMATS_A("user bob", "user %s", "bob"));
    CHECK(FORMATS_A("user bob", "user %S", L"bob"));
    CHECK(FORMATS_A("user bob", "user %ls", L"bob"));
    CHECK(FORMATS_A("-1 4294967295 x", "%ld %lu %c", (LONG)-1, (DWORD)-1, 'x'));
    CHECK(FORMATS_A("1 2 3 4 5 6 7 4294967295 9", "%lu %lu %lu %lu %lu %lu %lu %lu %lu", (DWORD)1, (DWORD)2, (DWORD)3,
        (DWORD)4,
        (DWORD)5, (DWORD)6, (DWORD)7, (DWORD)-1, (DWORD)9));
    CHECK(FORMATS_A("(null)", "%s", pszNull));
    CHECK(_snwprintf(wsz, 3, L"abcdef") == -1 && wcsncmp(wsz, L"abc", 3) == 0);
    CHECK(swprintf_s(wsz, 200, L"%s:%d", L"VPN2-0", 3) == 8 && wcscmp(wsz, L"VPN2-0:3") == 0);
    CHECK(wsprintfW(wsz, L"%s has %d of %lu, %hs", L"bob", 3, (DWORD)5, "ok") == 18 && lstrcmpW(wsz,
        L"bob has 3 of 5, ok") == 0);
    CHECK(wsprintfA(sz, "%ls %04X", L"bob", 0xAB) == 8 && strcmp(sz, "bob 00AB") == 0);
    CHECK(StringCchPrintfW(wsz, 8, L"%s", L"abcdefgh") == STRSAFE_E_INSUFFICIENT_BUFFER && wcscmp(wsz,
        L"abcdefg") == 0);
    CHECK(StringCchPrintfA(sz, 200, "%s=%lu", "n", (DWORD)7) == S_OK && strcmp(sz, "n=7") == 0);
    CHECK(_snwprintf_s(wsz, 4, _TRUNCATE, L"%s", L"abcdef") == -1 && wcscmp(wsz, L"abc") == 0);
}

static void Texts(void)
{
    WCHAR wsz[32] = L"gate", *pwszRest;
    char sz[32];
    size_t cch;
    CHECK(sizeof(WCHAR) == 2 && sizeof(L"ab") == 6);
    CHECK(wcslen(L"svc-backup") == 10 && wcscmp(L"bob", L"bob") == 0 && wcscmp(L"bob", L"boc") < 0);
    CHECK(_wcsicmp(L"MALLORY", L"mallory") == 0 && _wcsicmp(L"a", L"b") < 0 && _wcsnicmp(L"CORP\\x", L"corp\\y",
        5) == 0);
    CHECK(_stricmp("MALLORY", "mallory") == 0 && _strnicmp("ab", "AC", 1) == 0);
    CHECK(wcschr(L"CORP\\bob", L'\\') != NULL && *wcsrchr(L"a.b.c", L'.') == L'.' && wcsstr(L"VPN2-0", L"N2") != NULL);
    CHECK(wcsncmp(L"VPN2-0", L"VPN3-0", 3) == 0 && wcsspn(L"aab", L"a") == 2 && wcscspn(L"ab,c", L",") == 2);
    CHECK(wcscpy_s(wsz, 32, L"one") == 0 && wcscat_s(wsz, 32, L"two") == 0 && wcscmp(wsz, L"onetwo") == 0);
    CHECK(wcsncpy_s(wsz, 4, L"abcdef", _TRUNCATE) != 0 && wcscmp(wsz, L"abc") == 0);
    CHECK(wcsncpy_s(wsz, 8, L"abcdef", 2) == 0 && wcscmp(wsz, L"ab") == 0);
    CHECK(wcstol(L"-12x", &pwszRest, 10) == -12 && *pwszRest == L'x' && wcstoul(L"ff", NULL, 16) == 255 &&
        _wtoi(L"42") == 42);
    wcscpy(wsz, L"alice,bob");
    CHECK(wcscmp(wcstok_s(wsz, L",", &pwszRest), L"alice") == 0 && wcscmp(wcstok_s(NULL, L",", &pwszRest),
        L"bob") == 0);
    CHECK(wcstok_s(NULL, L",", &pwszRest) == NULL);
    wcscpy(wsz, L"Bob");
    CHECK(wcscmp(_wcsupr(wsz), L"BOB") == 0 && wcscmp(_wcslwr(wsz), L"bob") == 0 && wcscmp(CharUpperW(wsz),
        L"BOB") == 0);
    CHECK(lstrlenW(NULL) == 0 && lstrcmpiW(L"Bob", L"bOB") == 0 && lstrcpynW(wsz, L"abcdef", 4) == wsz &&
        lstrlenW(wsz) == 3);
    CHECK(CompareStringW(LOCALE_INVARIANT, NORM_IGNORECASE, L"Bob", -1, L"BOB", 3) == CSTR_EQUAL);
    CHECK(CompareStringOrdinal(L"a", -1, L"b", -1, TRUE) == CSTR_LESS_THAN);
    CHECK(StringCchCopyW(wsz, 3, L"abc") == STRSAFE_E_INSUFFICIENT_BUFFER && wcscmp(wsz, L"ab") == 0);
    CHECK(StringCchCatW(wsz, 32, L"cd") == S_OK && wcscmp(wsz, L"abcd") == 0);
    CHECK(StringCbCopyW(wsz, sizeof(wsz), L"x") == S_OK && StringCchLengthW(wsz, 32, &cch) == S_OK && cch == 1);
    CHECK(StringCchCopyA(sz, 32, "ok") == S_OK && lstrcmpA(sz, "ok") == 0 && lstrcmpiA(sz, "OK") == 0);
    wcscpy(wsz, L"C:\\Logs\\ras.log");
    CHECK(wcscmp(PathFindFileNameW(wsz), L"ras.log") == 0 && wcscmp(PathFindExtensionW(wsz), L".log") == 0);
    CHECK(PathRemoveFileSpecW(wsz) && wcscmp(wsz, L"C:\\Logs") == 0 && PathIsRelativeW(L"a\\b") &&
        !PathIsRelativeW(wsz));
}

static void Pages(void)
{
    WCHAR wsz[16];
    char sz[32];
    BOOL fReplaced = FALSE;
    CHECK(MultiByteToWideChar(CP_UTF8, 0, "J\xC3\xBCrgen", -1, wsz, 16) == 7 && wsz[1] == 0xFC && wsz[6] == 0);
    CHECK(MultiByteToWideChar(1252, 0, "\x80\xFC", 2, wsz, 16) == 2 && wsz[0] == 0x20AC && wsz[1] == 0xFC);
    CHECK(MultiByteToWideChar(CP_UTF8, 0, "\xF0\x9F\x98\x80", -1, wsz, 16) == 3 && wsz[0] == 0xD83D &&
        wsz[1] == 0xDE00);
    CHECK(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, "\xFF", -1, wsz, 16) == 0 && GetLastError() == 1113);
    CHECK(MultiByteToWideChar(CP_UTF8, 0, "abc", -1, NULL, 0) == 4);
    CHECK(MultiByteToWideChar(CP_UTF8, 0, "abc", -1, wsz, 2) == 0 && GetLastError() == ERROR_INSUFFICIENT_BUFFER);
    CHECK(WideCharToMultiByte(CP_UTF8, 0, L"J\x00FCrgen", -1, sz, 32, NULL, NULL) == 8 && strcmp(sz,
        "J\xC3\xBCrgen") == 0);
    CHECK(WideCharToMultiByte(1252, 0, L"\x20AC", -1, sz, 32, NULL, NULL) == 2 && (unsigned char)sz[0] == 0x80);
    CHECK(WideCharToMultiByte(1252, 0, L"\x4E2D", -1, sz, 32, NULL, &fReplaced) == 2 && sz[0] == '?' && fReplaced);
}

static void Rest(void)
{
    SYSTEMTIME st = {2026, 3, 0, 1, 23, 30, 15, 250}, stBack;
    FILETIME ft;
    WCHAR wsz[128];
    LPWSTR pwsz;
    DWORD_PTR arguments[2] = {(DWORD_PTR)L"bob", 7};
    char *p = (char *)HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, 100);
    CHECK(SystemTimeToFileTime(&st, &ft) && ft.dwHighDateTime == 0x01DCA9D3);
    CHECK(FileTimeToSystemTime(&ft, &stBack) && stBack.wDay == 1 && stBack.wDayOfWeek == 0 &&
        stBack.wMilliseconds == 250);
    CHECK(p != NULL && p[99] == 0 && HeapSize(GetProcessHeap(), 0, p) == 100);
    p = (char *)HeapReAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, p, 200);
    CHECK(p != NULL && p[199] == 0 && HeapFree(GetProcessHeap(), 0, p));
    p = (char *)LocalAlloc(LPTR, 10);
    CHECK(p != NULL && p[9] == 0 && LocalFree(p) == NULL);
    CHECK(FormatMessageW(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ARGUMENT_ARRAY, L"%1 has %2!u!%%", 0, 0, wsz, 128,
        (va_list *)(void *)arguments) == 10 && wcscmp(wsz, L"bob has 7%") == 0);
    CHECK(FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_IGNORE_INSERTS,
        NULL,
        ERROR_ACCESS_DENIED, 0, (LPWSTR)(void *)&pwsz, 0, NULL) > 0 && LocalFree(pwsz) == NULL);
    CHECK(CreateFileW(L"C:\\there is no such file", GENERIC_READ, 0, NULL, OPEN_EXISTING, 0,
        NULL) == INVALID_HANDLE_VALUE &&
        GetLastError() == ERROR_FILE_NOT_FOUND);
    CHECK(ExpandEnvironmentStringsW(L"%SystemDrive%\\x", wsz, 128) == 5 && lstrcmpiW(wsz, L"C:\\x") == 0);
    SetLastError(7);
    CHECK(GetLastError() == 7 && HRESULT_FROM_WIN32(5) == (HRESULT)0x80070005u);
    CHECK(!CloseHandle((HANDLE)(UINT_PTR)0x7FF0) && GetLastError() == ERROR_INVALID_HANDLE);
}

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    char szNote[64];
    g_cChecks = 0;
    g_cWrong = 0;
    Formats();
    Texts();
    Pages();
    Rest();
    _snprintf(szNote, sizeof(szNote), "%d checks, %d wrong", g_cChecks, g_cWrong);
    MOCKRAS_NOTE(szNote);
    return NO_ERROR;
}

#define HAS_INITIALIZE
#include "windows/quiet.h"
