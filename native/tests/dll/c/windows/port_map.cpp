// Keeps the name of the user of each port in a map, and says who leaves.
#include <windows.h>
#include <mprapi.h>
#include <map>
#include <string>
#include "windows/told.h"

namespace {

class Lock {
public:
    explicit Lock(CRITICAL_SECTION &section) : m_section(section) { EnterCriticalSection(&m_section); }
    ~Lock() { LeaveCriticalSection(&m_section); }
    Lock(const Lock &) = delete;

private:
    CRITICAL_SECTION &m_section;
};

class Sessions {
public:
    Sessions() { InitializeCriticalSection(&m_section); }
    ~Sessions() { DeleteCriticalSection(&m_section); }

    void Add(HANDLE connection, const WCHAR *user, const WCHAR *domain)
    {
        Lock lock(m_section);
        std::wstring name(domain);
        name += L"\\";
        name.append(user);
        m_names[connection] = name;
    }

    std::wstring Remove(HANDLE connection)
    {
        Lock lock(m_section);
        std::wstring name = m_names[connection];
        m_names.erase(connection);
        return name + L", " + std::to_wstring(m_names.size()) + L" left, " + name.substr(name.rfind(L'\\') + 1, 3);
    }

private:
    CRITICAL_SECTION m_section;
    std::map<HANDLE, std::wstring> m_names;
};

Sessions *g_sessions;

} // namespace

#define HAS_INITIALIZE
#define HAS_TERMINATE
#define HAS_CONNECTION
#define HAS_HANGUP
#include "windows/quiet.h"

extern "C" __declspec(dllexport) DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    g_sessions = new Sessions;
    return NO_ERROR;
}

extern "C" __declspec(dllexport) DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    delete g_sessions;
    return NO_ERROR;
}

extern "C" __declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *,
    RAS_CONNECTION_2 *)
{
    g_sessions->Add(c0->hConnection, c0->wszUserName, c0->wszLogonDomain);
    return TRUE;
}

extern "C" __declspec(dllexport) VOID APIENTRY MprAdminConnectionHangupNotification2(RAS_CONNECTION_0 *c0,
    RAS_CONNECTION_1 *,
    RAS_CONNECTION_2 *)
{
    OutputDebugStringW(g_sessions->Remove(c0->hConnection).c_str());
}
