/* Result codes of the network management functions. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <lmerr.h>
#else
#ifndef MOCKRAS_LMERR_H
#define MOCKRAS_LMERR_H
#define NERR_Success 0
#define NERR_BASE 2100
#define NERR_BufTooSmall (NERR_BASE + 23)
#define NERR_GroupNotFound (NERR_BASE + 120)
#define NERR_UserNotFound (NERR_BASE + 121)
#define NERR_UserExists (NERR_BASE + 124)
#define NERR_InvalidComputer (NERR_BASE + 251)
#define NERR_DCNotFound (NERR_BASE + 353)
#endif
#endif
