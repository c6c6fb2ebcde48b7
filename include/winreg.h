/* All that is there of it is in windows.h. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <winreg.h>
#else
#ifndef MOCKRAS_WINREG_H
#define MOCKRAS_WINREG_H
#include <windows.h>
#endif
#endif
