/* All that is there of it is in windows.h. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <objbase.h>
#else
#ifndef MOCKRAS_OBJBASE_H
#define MOCKRAS_OBJBASE_H
#include <windows.h>
#endif
#endif
