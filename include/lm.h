/* Constants of network management; its functions are not there. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <lm.h>
#else
#ifndef MOCKRAS_LM_H
#define MOCKRAS_LM_H
#include <windows.h>
#include <lmcons.h>
#include <lmerr.h>
#endif
#endif
