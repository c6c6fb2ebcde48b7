/* All that is there of it is in windows.h. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <wtypes.h>
#else
#ifndef MOCKRAS_WTYPES_H
#define MOCKRAS_WTYPES_H
#include <windows.h>
#endif
#endif
