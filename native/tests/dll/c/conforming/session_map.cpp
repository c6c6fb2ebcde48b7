// C++ with a map of sessions: two connections a user at most. No exception leaves a callout.
#include <windows.h>
#include <mprapi.h>

#include <atomic>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#define EXPORT extern "C" __declspec(dllexport)

namespace {

using Text = std::basic_string<WCHAR>;

/// Holds a flag as long as it lives. Not every compiler for Windows has std::mutex, and no callout holds it for long.
class Held {
public:
    explicit Held(std::atomic_flag &flag) : flag_(flag)
    {
        while (flag_.test_and_set(std::memory_order_acquire)) {
        }
    }

    ~Held() { flag_.clear(std::memory_order_release); }

private:
    std::atomic_flag &flag_;
};

class Sessions {
public:
    bool open(HANDLE connection, const WCHAR *user, const WCHAR *domain)
    {
        Held held(busy_);
        sessions_.erase(connection);
        Text name(domain);
        name.push_back(WCHAR('\\'));
        name.append(user);
        unsigned count = 0;
        for (const auto &session : sessions_) {
            count += session.second == name;
        }
        if (count >= 2) {
            throw std::length_error("two sessions are enough");
        }
        return sessions_.emplace(connection, std::move(name)).second;
    }

    void close(HANDLE connection)
    {
        Held held(busy_);
        sessions_.erase(connection);
    }

    void clear()
    {
        Held held(busy_);
        sessions_.clear();
    }

private:
    std::atomic_flag busy_ = ATOMIC_FLAG_INIT;
    std::map<HANDLE, Text> sessions_;
};

Sessions &sessions()
{
    static Sessions all;
    return all;
}

/// What `body` returns, or `otherwise` if it throws.
template <typename Result, typename Body>
Result guarded(Result otherwise, Body body) noexcept
{
    try {
        return body();
    } catch (...) {
        return otherwise;
    }
}

BOOL accept(HANDLE connection, const WCHAR *user, const WCHAR *domain) noexcept
{
    return guarded<BOOL>(FALSE, [&] { return sessions().open(connection, user, domain) ? TRUE : FALSE; });
}

int forget(HANDLE connection) noexcept
{
    return guarded<int>(-1, [&] {
        sessions().close(connection);
        return 17;
    });
}

} // namespace

EXPORT DWORD APIENTRY MprAdminInitializeDll()
{
    return guarded<DWORD>(ERROR_NOT_ENOUGH_MEMORY, [] {
        sessions().clear();
        return DWORD{NO_ERROR};
    });
}

EXPORT DWORD APIENTRY MprAdminTerminateDll()
{
    return guarded<DWORD>(ERROR_GEN_FAILURE, [] {
        sessions().clear();
        return DWORD{NO_ERROR};
    });
}

EXPORT BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *, RAS_CONNECTION_2 *)
{
    return accept(c0->hConnection, c0->wszUserName, c0->wszLogonDomain);
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotification2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *, RAS_CONNECTION_2 *)
{
    forget(c0->hConnection);
}

EXPORT BOOL APIENTRY MprAdminAcceptNewConnection3(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *, RAS_CONNECTION_2 *,
    RAS_CONNECTION_3 *)
{
    return accept(c0->hConnection, c0->wszUserName, c0->wszLogonDomain);
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotification3(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *, RAS_CONNECTION_2 *,
    RAS_CONNECTION_3 *)
{
    forget(c0->hConnection);
}

EXPORT BOOL APIENTRY MprAdminAcceptReauthentication(RAS_CONNECTION_0 *, RAS_CONNECTION_1 *, RAS_CONNECTION_2 *,
    RAS_CONNECTION_3 *)
{
    return TRUE;
}

EXPORT BOOL APIENTRY MprAdminAcceptNewLink(RAS_PORT_0 *, RAS_PORT_1 *)
{
    return TRUE;
}

EXPORT VOID APIENTRY MprAdminLinkHangupNotification(RAS_PORT_0 *, RAS_PORT_1 *)
{
}
