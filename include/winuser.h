/* All that is there of it is in windows.h. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <winuser.h>
#else
#ifndef MOCKRAS_WINUSER_H
#define MOCKRAS_WINUSER_H
#include <windows.h>
#endif
#endif
