/* The result codes of routing and remote access that a DLL author meets. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <raserror.h>
#else
#ifndef MOCKRAS_RASERROR_H
#define MOCKRAS_RASERROR_H

#define ERROR_INVALID_PORT_HANDLE 601
#define ERROR_PORT_ALREADY_OPEN 602
#define ERROR_PORT_NOT_CONNECTED 606
#define ERROR_PORT_DISCONNECTED 619
#define ERROR_REMOTE_DISCONNECTION 629
#define ERROR_NO_DIALIN_PERMISSION 649
#define ERROR_AUTHENTICATION_FAILURE 691
#define ERROR_PPP_TIMEOUT 718
#define ERROR_PPP_NO_PROTOCOLS_CONFIGURED 720
#define ERROR_PPP_NOT_CONVERGING 732
#define ERROR_PPP_CP_REJECTED 733
#define ERROR_PPP_NO_ADDRESS_ASSIGNED 738

#endif
#endif
