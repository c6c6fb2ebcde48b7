/* Of IP Helper only the types of addresses are there. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <iphlpapi.h>
#else
#ifndef MOCKRAS_IPHLPAPI_H
#define MOCKRAS_IPHLPAPI_H
#include <windows.h>
#include <mockras/sockets.h>
#endif
#endif
