/* The longest names, in WCHARs without the NUL. Part of mockras: see windows.h in this folder. */
#ifndef MOCKRAS_LMCONS_H
#define MOCKRAS_LMCONS_H
#ifdef _WIN32
#include_next <lmcons.h>
#else
#define UNLEN 256
#define CNLEN 15
#define DNLEN CNLEN
#endif
#endif
