/* The types of Windows. Part of mockras: see windows.h in this folder. */
#ifndef MOCKRAS_WINDEF_H
#define MOCKRAS_WINDEF_H
#ifdef _WIN32
#include_next <windef.h>
#else
#include <windows.h>
#endif
#endif
