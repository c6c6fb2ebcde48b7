/* All that is there of it is in windows.h. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <handleapi.h>
#else
#ifndef MOCKRAS_HANDLEAPI_H
#define MOCKRAS_HANDLEAPI_H
#include <windows.h>
#endif
#endif
