// Lets each user in twice at a time, whatever the case of the name. Readers share a slim lock.
#include <windows.h>
#include <mprapi.h>
#include <algorithm>
#include <map>
#include <string>
#include "windows/told.h"

static SRWLOCK g_lock = SRWLOCK_INIT;
static std::map<std::wstring, int> g_counts;
static DWORD g_tls = TLS_OUT_OF_INDEXES;

static std::wstring Key(const WCHAR *user)
{
    std::wstring key(user);
    std::transform(key.begin(), key.end(), key.begin(), [](WCHAR unit) { return (WCHAR)towlower(unit); });
    return key;
}

static int Count(const std::wstring &key)
{
    AcquireSRWLockShared(&g_lock);
    auto found = g_counts.find(key);
    int count = found == g_counts.end() ? 0 : found->second;
    ReleaseSRWLockShared(&g_lock);
    return count;
}

static void Change(const std::wstring &key, int by)
{
    AcquireSRWLockExclusive(&g_lock);
    g_counts[key] = std::max(g_counts[key] + by, 0);
    ReleaseSRWLockExclusive(&g_lock);
}

#define HAS_INITIALIZE
#define HAS_TERMINATE
#define HAS_CONNECTION
#define HAS_HANGUP
#include "windows/quiet.h"

extern "C" __declspec(dllexport) DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    g_tls = TlsAlloc();
    TlsSetValue(g_tls, &g_counts);
    return g_tls != TLS_OUT_OF_INDEXES && TlsGetValue(g_tls) == &g_counts ? NO_ERROR : GetLastError();
}

extern "C" __declspec(dllexport) DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    g_counts.clear();
    return TlsFree(g_tls) ? NO_ERROR : GetLastError();
}

extern "C" __declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *,
    RAS_CONNECTION_2 *)
{
    std::wstring key = Key(c0->wszUserName);
    int count = Count(key);
    WCHAR line[64];
    swprintf_s(line, ARRAYSIZE(line), L"%-8s has %d of %u (%08lX)", key.c_str(), count, 2u, (DWORD)count);
    OutputDebugStringW(line);
    if (count >= 2)
        return FALSE;
    Change(key, 1);
    return TRUE;
}

extern "C" __declspec(dllexport) VOID APIENTRY MprAdminConnectionHangupNotification2(RAS_CONNECTION_0 *c0,
    RAS_CONNECTION_1 *,
    RAS_CONNECTION_2 *)
{
    Change(Key(c0->wszUserName), -1);
}
