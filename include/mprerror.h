/* The result codes of the router that a DLL author meets. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <mprerror.h>
#else
#ifndef MOCKRAS_MPRERROR_H
#define MOCKRAS_MPRERROR_H

#define ERROR_DDM_NOT_RUNNING 903
#define ERROR_INTERFACE_NOT_CONNECTED 906

#endif
#endif
