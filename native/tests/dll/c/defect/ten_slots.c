/* Fills the table as the header of mingw-w64 declares it: without two of the twelve slots. */
#include "defect/by_table.h"

typedef struct {
    UCHAR revision;
    PMPRADMINGETIPADDRESSFORUSER lpfnMprAdminGetIpAddressForUser;
    PMPRADMINRELEASEIPADRESS lpfnMprAdminReleaseIpAddress;
    PMPRADMINGETIPV6ADDRESSFORUSER lpfnMprAdminGetIpv6AddressForUser;
    PMPRADMINRELEASEIPV6ADDRESSFORUSER lpfnMprAdminReleaseIpV6AddressForUser;
    PMPRADMINACCEPTNEWLINK lpfnRasAdminAcceptNewLink;
    PMPRADMINLINKHANGUPNOTIFICATION lpfnRasAdminLinkHangupNotification;
    PMPRADMINTERMINATEDLL lpfnRasAdminTerminateDll;
    PMPRADMINACCEPTNEWCONNECTIONEX lpfnRasAdminAcceptNewConnectionEx;
    PMPRADMINACCEPTREAUTHENTICATIONEX lpfnRasAdminAcceptReauthenticationEx;
    PMPRADMINCONNECTIONHANGUPNOTIFICATIONEX lpfnRasAdminConnectionHangupNotificationEx;
} TEN_SLOTS;

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDllEx(PMPRAPI_ADMIN_DLL_CALLBACKS table)
{
    TEN_SLOTS *slots = (TEN_SLOTS *)(void *)table;
    ZeroMemory(slots, sizeof(*slots));
    slots->revision = MPRAPI_ADMIN_DLL_VERSION_2;
    slots->lpfnRasAdminAcceptNewLink = AcceptLink;
    slots->lpfnRasAdminLinkHangupNotification = LinkHangup;
    slots->lpfnRasAdminTerminateDll = Terminate;
    slots->lpfnRasAdminAcceptNewConnectionEx = Accept;
    slots->lpfnRasAdminAcceptReauthenticationEx = Reauthenticate;
    slots->lpfnRasAdminConnectionHangupNotificationEx = Hangup;
    return NO_ERROR;
}
