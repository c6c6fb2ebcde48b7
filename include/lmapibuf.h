/* Constants of network management; its functions are not there. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <lmapibuf.h>
#else
#ifndef MOCKRAS_LMAPIBUF_H
#define MOCKRAS_LMAPIBUF_H
#include <windows.h>
#include <lm.h>
#endif
#endif
