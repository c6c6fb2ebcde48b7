/* The types of Windows. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <windef.h>
#else
#ifndef MOCKRAS_WINDEF_H
#define MOCKRAS_WINDEF_H
#include <windows.h>
#endif
#endif
