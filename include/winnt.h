/* All that is there of it is in windows.h. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <winnt.h>
#else
#ifndef MOCKRAS_WINNT_H
#define MOCKRAS_WINNT_H
#include <windows.h>
#endif
#endif
