/* All that is there of it is in windows.h. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <strsafe.h>
#else
#ifndef MOCKRAS_STRSAFE_H
#define MOCKRAS_STRSAFE_H
#include <windows.h>
#endif
#endif
