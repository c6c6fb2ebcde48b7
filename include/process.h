/* All that is there of it is in windows.h. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <process.h>
#else
#ifndef MOCKRAS_PROCESS_H
#define MOCKRAS_PROCESS_H
#include <windows.h>
#endif
#endif
