// C++ with one object that has all decisions, made in InitializeDllEx and gone after TerminateDll; callouts forward to it.
#include <windows.h>
#include <mprapi.h>

#include <memory>
#include <new>
#include <set>

namespace {

class Server {
public:
    virtual ~Server() = default;
    virtual bool accept(const RAS_CONNECTION_EX &connection) = 0;
    virtual void hangUp(const RAS_CONNECTION_EX &connection) = 0;
    virtual bool link(const RAS_PORT_0 &port) = 0;
};

/// Lets no more in than there are seats.
class Seats final : public Server {
public:
    explicit Seats(std::size_t most) : most_(most) {}

    bool accept(const RAS_CONNECTION_EX &connection) override
    {
        if (taken_.count(connection.hConnection) == 0 && taken_.size() >= most_) {
            return false;
        }
        taken_.insert(connection.hConnection);
        return true;
    }

    void hangUp(const RAS_CONNECTION_EX &connection) override { taken_.erase(connection.hConnection); }

    bool link(const RAS_PORT_0 &port) override { return taken_.count(port.hConnection) == 1; }

private:
    std::size_t most_;
    std::set<HANDLE> taken_;
};

std::unique_ptr<Server> server;

/// Asks the object, if there is one; what it throws is a refusal.
template <typename Question>
BOOL ask(Question question) noexcept
{
    try {
        return server && question(*server) ? TRUE : FALSE;
    } catch (...) {
        return FALSE;
    }
}

BOOL APIENTRY acceptNewConnectionEx(RAS_CONNECTION_EX *connection)
{
    return ask([&](Server &it) { return it.accept(*connection); });
}

VOID APIENTRY connectionHangupNotificationEx(RAS_CONNECTION_EX *connection)
{
    ask([&](Server &it) {
        it.hangUp(*connection);
        return true;
    });
}

BOOL APIENTRY acceptReauthenticationEx(RAS_CONNECTION_EX *)
{
    return ask([](Server &) { return true; });
}

} // namespace

#define EXPORT extern "C" __declspec(dllexport)

EXPORT BOOL APIENTRY MprAdminAcceptNewLink(RAS_PORT_0 *port, RAS_PORT_1 *)
{
    return ask([&](Server &it) { return it.link(*port); });
}

EXPORT VOID APIENTRY MprAdminLinkHangupNotification(RAS_PORT_0 *, RAS_PORT_1 *)
{
}

EXPORT DWORD APIENTRY MprAdminTerminateDll()
{
    server.reset();
    return NO_ERROR;
}

EXPORT DWORD APIENTRY MprAdminInitializeDllEx(PMPRAPI_ADMIN_DLL_CALLBACKS callbacks)
{
    server.reset(new (std::nothrow) Seats(64));
    if (!server) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    *callbacks = MPRAPI_ADMIN_DLL_CALLBACKS();
    callbacks->revision = MPRAPI_ADMIN_DLL_VERSION_2;
    callbacks->lpfnRasAdminAcceptNewLink = MprAdminAcceptNewLink;
    callbacks->lpfnRasAdminLinkHangupNotification = MprAdminLinkHangupNotification;
    callbacks->lpfnRasAdminTerminateDll = MprAdminTerminateDll;
    callbacks->lpfnRasAdminAcceptNewConnectionEx = acceptNewConnectionEx;
    callbacks->lpfnRasAdminConnectionHangupNotificationEx = connectionHangupNotificationEx;
    callbacks->lpfnRasAdminAcceptReauthenticationEx = acceptReauthenticationEx;
    return NO_ERROR;
}
