/* All that is there of it is in windows.h. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <basetsd.h>
#else
#ifndef MOCKRAS_BASETSD_H
#define MOCKRAS_BASETSD_H
#include <windows.h>
#endif
#endif
