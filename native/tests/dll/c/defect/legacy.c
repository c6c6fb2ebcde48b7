/* Exports the interface of Windows NT 4.0, which RRAS took the place of. */
#include <mprapi.h>

__declspec(dllexport) BOOL APIENTRY RasAdminAcceptNewConnection(void *port, void *statistics, void *parameters)
{
    (void)port, (void)statistics, (void)parameters;
    return TRUE;
}

__declspec(dllexport) VOID APIENTRY RasAdminConnectionHangupNotification(void *port, void *statistics)
{
    (void)port, (void)statistics;
}

__declspec(dllexport) DWORD APIENTRY RasAdminGetIpAddressForUser(WCHAR *user, WCHAR *port, DWORD *address, BOOL *notify)
{
    (void)user, (void)port, (void)address;
    *notify = FALSE;
    return NO_ERROR;
}

__declspec(dllexport) VOID APIENTRY RasAdminReleaseIpAddress(WCHAR *user, WCHAR *port, DWORD *address)
{
    (void)user, (void)port, (void)address;
}
