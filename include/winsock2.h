/* The types of Windows Sockets. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <winsock2.h>
#else
#ifndef MOCKRAS_WINSOCK2_H
#define MOCKRAS_WINSOCK2_H
#include <windows.h>
#include <mockras/sockets.h>
#endif
#endif
