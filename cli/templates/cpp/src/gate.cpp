// gate: a RAS administration DLL. It says who may connect, and which address a client has.
//
// - A user called "guest" stays out, however the name is spelled.
// - Everybody else has an address from 10.8.0.10 to 10.8.0.41, which is nobody else's until it is given back.
//
// Change it, and say in mockras.toml and in scenarios/ what you expect of it instead.
#include <windows.h>
#include <raserror.h>
#include <mprapi.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <optional>

#define EXPORT extern "C" __declspec(dllexport)

namespace {

// An address, byte by byte as it goes over the wire.
using Address = std::array<BYTE, 4>;

// Holds a lock as long as it lives.
class Held {
public:
    explicit Held(SRWLOCK &lock) : lock_(lock) { AcquireSRWLockExclusive(&lock_); }
    ~Held() { ReleaseSRWLockExclusive(&lock_); }
    Held(const Held &) = delete;
    Held &operator=(const Held &) = delete;

private:
    SRWLOCK &lock_;
};

// The addresses that clients get. The service may call from several threads, so a lock guards them.
class Pool {
public:
    // The lowest address that is free; none if all are taken.
    std::optional<Address> take()
    {
        Held held(lock_);
        for (std::size_t i = 0; i < taken_.size(); i++) {
            if (!taken_[i]) {
                taken_[i] = true;
                Address address = FIRST;
                address[3] = static_cast<BYTE>(FIRST[3] + i);
                return address;
            }
        }
        return std::nullopt;
    }

    // Addresses that are not of the pool are left alone.
    void give_back(const Address &address)
    {
        const int i = address[3] - FIRST[3];
        Address first = address;
        first[3] = FIRST[3];
        if (first != FIRST || i < 0 || i >= static_cast<int>(taken_.size())) {
            return;
        }
        Held held(lock_);
        taken_[static_cast<std::size_t>(i)] = false;
    }

    void give_all_back()
    {
        Held held(lock_);
        taken_.fill(false);
    }

private:
    static constexpr Address FIRST = {10, 8, 0, 10};

    SRWLOCK lock_ = SRWLOCK_INIT;
    std::array<bool, 32> taken_ = {};
};

Pool pool;

bool may_connect(const WCHAR *user)
{
    return lstrcmpiW(user, L"guest") != 0;
}

} // namespace

// The service starts and stops this DLL, perhaps several times: nothing is left of what was.
EXPORT DWORD APIENTRY MprAdminInitializeDll()
{
    pool.give_all_back();
    return NO_ERROR;
}

EXPORT DWORD APIENTRY MprAdminTerminateDll()
{
    pool.give_all_back();
    return NO_ERROR;
}

// A client wants an address. What the service offers in *address is not taken.
EXPORT DWORD APIENTRY MprAdminGetIpAddressForUser(WCHAR *, WCHAR *, DWORD *address, BOOL *notify)
{
    const auto free = pool.take();
    if (!free) {
        *notify = FALSE;
        return ERROR_PPP_NO_ADDRESS_ASSIGNED;
    }
    std::memcpy(address, free->data(), free->size());
    // Without this the service would not tell when the address is free again.
    *notify = TRUE;
    return NO_ERROR;
}

EXPORT VOID APIENTRY MprAdminReleaseIpAddress(WCHAR *, WCHAR *, DWORD *address)
{
    Address bytes;
    std::memcpy(bytes.data(), address, bytes.size());
    pool.give_back(bytes);
}

// Somebody has proved who they are: TRUE lets them in.
EXPORT BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *, RAS_CONNECTION_2 *)
{
    return may_connect(c0->wszUserName) ? TRUE : FALSE;
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotification2(RAS_CONNECTION_0 *, RAS_CONNECTION_1 *, RAS_CONNECTION_2 *)
{
}

// Whoever is in may stay: their name does not change.
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
