/* The types of Windows Sockets. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <ws2tcpip.h>
#else
#ifndef MOCKRAS_WS2TCPIP_H
#define MOCKRAS_WS2TCPIP_H
#include <windows.h>
#include <mockras/sockets.h>
#endif
#endif
