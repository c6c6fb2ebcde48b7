/* The types of Windows Sockets. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <ws2ipdef.h>
#else
#ifndef MOCKRAS_WS2IPDEF_H
#define MOCKRAS_WS2IPDEF_H
#include <windows.h>
#include <mockras/sockets.h>
#endif
#endif
