/* Of the socket headers a RAS administration DLL needs IN6_ADDR alone. Part of mockras: see windows.h in this folder. */
#ifndef MOCKRAS_WS2IPDEF_H
#define MOCKRAS_WS2IPDEF_H
#ifdef _WIN32
#include_next <ws2ipdef.h>
#else
#include <in6addr.h>
#endif
#endif
