/* Constants of network management; its functions are not there. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <lmaccess.h>
#else
#ifndef MOCKRAS_LMACCESS_H
#define MOCKRAS_LMACCESS_H
#include <windows.h>
#include <lm.h>
#endif
#endif
