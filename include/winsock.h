/* The types of Windows Sockets. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <winsock.h>
#else
#ifndef MOCKRAS_WINSOCK_H
#define MOCKRAS_WINSOCK_H
#include <windows.h>
#include <mockras/sockets.h>
#endif
#endif
