/* All that is there of it is in windows.h. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <winbase.h>
#else
#ifndef MOCKRAS_WINBASE_H
#define MOCKRAS_WINBASE_H
#include <windows.h>
#endif
#endif
