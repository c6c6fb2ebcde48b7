/* Of the socket headers a RAS administration DLL needs IN6_ADDR alone. Part of mockras: see windows.h in this folder. */
#ifndef MOCKRAS_WS2TCPIP_H
#define MOCKRAS_WS2TCPIP_H
#ifdef _WIN32
#include_next <ws2tcpip.h>
#else
#include <in6addr.h>
#endif
#endif
