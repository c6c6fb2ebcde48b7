/* All that is there of it is in windows.h. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <minwindef.h>
#else
#ifndef MOCKRAS_MINWINDEF_H
#define MOCKRAS_MINWINDEF_H
#include <windows.h>
#endif
#endif
