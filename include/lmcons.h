/* The longest names, in WCHARs without the NUL. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <lmcons.h>
#else
#ifndef MOCKRAS_LMCONS_H
#define MOCKRAS_LMCONS_H
#include <windows.h>
#define UNLEN 256
#define LM20_UNLEN 20
#define PWLEN 256
#define GNLEN UNLEN
#define CNLEN 15
#define DNLEN CNLEN
#define UNCLEN (CNLEN + 2)
#define NNLEN 80
#define NETBIOS_NAME_LEN 16
#define MAX_PREFERRED_LENGTH ((DWORD)-1)
#define NET_API_STATUS DWORD
#define NET_API_FUNCTION
#endif
#endif
