/* Exports the link functions as 32-bit stdcall functions are named without a DEF file: MprAdminAcceptNewLink@8. */
#include <mprapi.h>

#if defined(_WIN32) && defined(__i386__)

/* There the compiler decorates, and the tests let it. */
#ifdef UNDERSCORE
#define LINK _MprAdminAcceptNewLink
#define LINK_HANGUP _MprAdminLinkHangupNotification
#endif

#else

/* Assemblers take @ in a name for the mark of a version, but on Windows: the tests put it in place of $. */
#ifdef _WIN32
#define DECORATED(name) name "@8"
#else
#define DECORATED(name) name "$8"
#endif

#ifdef __APPLE__
#define SYMBOL(name) "_" DECORATED(name)
#else
#define SYMBOL(name) DECORATED(name)
#endif

#ifndef PREFIX
#define PREFIX ""
#endif

BOOL APIENTRY AcceptDecorated(RAS_PORT_0 *port0, RAS_PORT_1 *port1) __asm__(SYMBOL(PREFIX "MprAdminAcceptNewLink"));
VOID APIENTRY HangupDecorated(RAS_PORT_0 *port0, RAS_PORT_1 *port1)
    __asm__(SYMBOL(PREFIX "MprAdminLinkHangupNotification"));

#define LINK AcceptDecorated
#define LINK_HANGUP HangupDecorated

#endif

#include "defect/defective.h"
