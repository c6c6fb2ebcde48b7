/* Of the socket headers a RAS administration DLL needs IN6_ADDR alone. Part of mockras: see windows.h in this folder. */
#ifndef MOCKRAS_WINSOCK2_H
#define MOCKRAS_WINSOCK2_H
#ifdef _WIN32
#include_next <winsock2.h>
#else
#include <in6addr.h>
#endif
#endif
