/* IN6_ADDR: an IPv6 address in network order, aligned to 2. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <in6addr.h>
#else
#ifndef MOCKRAS_IN6ADDR_H
#define MOCKRAS_IN6ADDR_H
#include <windows.h>

/* The tag is our own, so that the socket headers of this system can be included as well. */
typedef struct _MOCKRAS_IN6_ADDR {
    union {
        UCHAR Byte[16];
        USHORT Word[8];
    } u;
} IN6_ADDR, *PIN6_ADDR, *LPIN6_ADDR;

#ifndef s6_addr
#define s6_addr u.Byte
#endif
#define s6_bytes u.Byte
#define s6_words u.Word

#endif
#endif
