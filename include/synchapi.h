/* All that is there of it is in windows.h. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <synchapi.h>
#else
#ifndef MOCKRAS_SYNCHAPI_H
#define MOCKRAS_SYNCHAPI_H
#include <windows.h>
#endif
#endif
