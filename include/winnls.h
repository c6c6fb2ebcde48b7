/* All that is there of it is in windows.h. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <winnls.h>
#else
#ifndef MOCKRAS_WINNLS_H
#define MOCKRAS_WINNLS_H
#include <windows.h>
#endif
#endif
