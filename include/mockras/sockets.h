/*
 * The types of Windows Sockets, and what turns addresses into text and numbers into network order. There is no network:
 * a socket cannot be made. Part of mockras: windows.h and winsock2.h in the folder above include it.
 */
#ifndef MOCKRAS_SOCKETS_H
#define MOCKRAS_SOCKETS_H
#pragma GCC system_header
#include <in6addr.h>
#include <sys/types.h>

typedef UINT_PTR SOCKET;
typedef USHORT ADDRESS_FAMILY;
/* A long of Windows has 32 bits. */
#undef u_char
#undef u_short
#undef u_int
#undef u_long
#define u_char UCHAR
#define u_short USHORT
#define u_int UINT
#define u_long DWORD

#define INVALID_SOCKET ((SOCKET)~(SOCKET)0)
#define SOCKET_ERROR (-1)
#ifndef AF_INET
#define AF_UNSPEC 0
#define AF_INET 2
#define AF_INET6 23
#define PF_INET AF_INET
#define SOCK_STREAM 1
#define SOCK_DGRAM 2
#define IPPROTO_IP 0
#define IPPROTO_TCP 6
#define IPPROTO_UDP 17
#define SOL_SOCKET 0xFFFF
#define SO_REUSEADDR 0x4
#define SO_RCVTIMEO 0x1006
#define SO_SNDTIMEO 0x1005
#define INADDR_ANY ((DWORD)0)
#define INADDR_LOOPBACK 0x7F000001
#define INADDR_BROADCAST 0xFFFFFFFFu
#define INADDR_NONE 0xFFFFFFFFu
#define INET_ADDRSTRLEN 22
#define INET6_ADDRSTRLEN 65
#define SD_RECEIVE 0
#define SD_SEND 1
#define SD_BOTH 2
#endif
#define WSAEINVAL 10022
#define WSAEFAULT 10014
#define WSAEWOULDBLOCK 10035
#define WSAENOTSOCK 10038
#define WSAEAFNOSUPPORT 10047
#define WSAENETDOWN 10050
#define WSAETIMEDOUT 10060
#define WSAECONNREFUSED 10061
#define WSANOTINITIALISED 10093

/* The tags are our own, so that the socket headers of this system may have been included before. */
typedef struct _MOCKRAS_IN_ADDR {
    union {
        struct {
            UCHAR s_b1, s_b2, s_b3, s_b4;
        } S_un_b;
        struct {
            USHORT s_w1, s_w2;
        } S_un_w;
        DWORD S_addr;
    } S_un;
} IN_ADDR, *PIN_ADDR, *LPIN_ADDR;

typedef struct _MOCKRAS_SOCKADDR {
    ADDRESS_FAMILY sa_family;
    CHAR sa_data[14];
} SOCKADDR, *PSOCKADDR, *LPSOCKADDR;

typedef struct _MOCKRAS_SOCKADDR_IN {
    ADDRESS_FAMILY sin_family;
    USHORT sin_port;
    IN_ADDR sin_addr;
    CHAR sin_zero[8];
} SOCKADDR_IN, *PSOCKADDR_IN, *LPSOCKADDR_IN;

typedef struct _MOCKRAS_SOCKADDR_IN6 {
    ADDRESS_FAMILY sin6_family;
    USHORT sin6_port;
    DWORD sin6_flowinfo;
    IN6_ADDR sin6_addr;
    DWORD sin6_scope_id;
} SOCKADDR_IN6, *PSOCKADDR_IN6, *LPSOCKADDR_IN6;

typedef struct WSAData {
    WORD wVersion;
    WORD wHighVersion;
    unsigned short iMaxSockets;
    unsigned short iMaxUdpDg;
    char *lpVendorInfo;
    char szDescription[257];
    char szSystemStatus[129];
} WSADATA, *LPWSADATA;

#if !defined(_NETINET_IN_H) && !defined(_NETINET_IN_H_)
#define in_addr _MOCKRAS_IN_ADDR
#define in6_addr _MOCKRAS_IN6_ADDR
#define s_addr S_un.S_addr
#define sockaddr_in _MOCKRAS_SOCKADDR_IN
#define sockaddr_in6 _MOCKRAS_SOCKADDR_IN6
#endif
#if !defined(_SYS_SOCKET_H) && !defined(_SYS_SOCKET_H_)
#define sockaddr _MOCKRAS_SOCKADDR
#endif

static inline USHORT mockras_swap_16(USHORT value)
{
    const UINT one = 1;
    return *(const BYTE *)&one ? (USHORT)(value << 8 | value >> 8) : value;
}

static inline DWORD mockras_swap_32(DWORD value)
{
    const UINT one = 1;
    return *(const BYTE *)&one ? __builtin_bswap32(value) : value;
}

#undef htons
#undef ntohs
#undef htonl
#undef ntohl
#define htons(value) mockras_swap_16(value)
#define ntohs(value) mockras_swap_16(value)
#define htonl(value) mockras_swap_32(value)
#define ntohl(value) mockras_swap_32(value)

/* The text of an address, in a buffer of the thread. */
MOCKRAS_C_BEGIN
MOCKRAS_SHARED __thread char mockras_address[16] = {0};
MOCKRAS_C_END

static inline char *mockras_inet_ntoa(IN_ADDR address)
{
    mockras_snprintf(mockras_address, sizeof mockras_address, "%u.%u.%u.%u", address.S_un.S_un_b.s_b1,
        address.S_un.S_un_b.s_b2, address.S_un.S_un_b.s_b3, address.S_un.S_un_b.s_b4);
    return mockras_address;
}

/* An address of four numbers, in network order; INADDR_NONE if it is none. */
static inline DWORD mockras_inet_addr(const char *text)
{
    BYTE bytes[4];
    DWORD address;
    int at;
    for (at = 0; at < 4; at++) {
        char *end;
        unsigned long value = strtoul(text, &end, 0);
        if (end == text || *text == '-' || *text == '+' || value > 255 || *end != (at < 3 ? '.' : 0))
            return 0xFFFFFFFFu;
        bytes[at] = (BYTE)value;
        text = end + 1;
    }
    memcpy(&address, bytes, sizeof address);
    return address;
}

static inline int mockras_inet_pton(int family, const char *text, void *to)
{
    DWORD address;
    if (family != 2)
        return SOCKET_ERROR;
    address = mockras_inet_addr(text);
    if (address == 0xFFFFFFFFu && strcmp(text, "255.255.255.255") != 0)
        return 0;
    memcpy(to, &address, sizeof address);
    return 1;
}

/* Text of IPv4, or of IPv6 with its longest run of zeros left out. */
static inline const char *mockras_inet_ntop(int family, const void *address, char *to, size_t size)
{
    const BYTE *bytes = (const BYTE *)address;
    char text[48];
    int at, run = 0, start = -1, most = 1, length = 0;
    if (family == 2) {
        mockras_snprintf(text, sizeof text, "%u.%u.%u.%u", bytes[0], bytes[1], bytes[2], bytes[3]);
    } else {
        for (at = 0; at < 8; at++) {
            run = bytes[2 * at] | bytes[2 * at + 1] ? 0 : run + 1;
            if (run > most) {
                most = run;
                start = at - run + 1;
            }
        }
        text[0] = 0;
        for (at = 0; at < 8; at++) {
            if (at == start) {
                length += mockras_snprintf(text + length, sizeof text - (size_t)length, "::");
                at += most - 1;
                continue;
            }
            length += mockras_snprintf(text + length, sizeof text - (size_t)length, "%s%x",
                length && text[length - 1] != ':' ? ":" : "", bytes[2 * at] << 8 | bytes[2 * at + 1]);
        }
    }
    if (strlen(text) >= size)
        return NULL;
    return strcpy(to, text);
}

#define inet_ntoa mockras_inet_ntoa
#define inet_addr mockras_inet_addr
#define inet_pton mockras_inet_pton
#define InetPtonA mockras_inet_pton
#define inet_ntop mockras_inet_ntop
#define InetNtopA mockras_inet_ntop

static inline int WSAStartup(WORD version, LPWSADATA to)
{
    memset(to, 0, sizeof *to);
    to->wVersion = version;
    to->wHighVersion = 0x202;
    return 0;
}

#define WSACleanup() 0
#define WSAGetLastError() ((int)GetLastError())
#define WSASetLastError(error) SetLastError((DWORD)(error))

static inline int mockras_no_network(const char *function)
{
    char text[80];
    mockras_snprintf(text, sizeof text, "%s fails: there is no network", function);
    mockras_note(text);
    SetLastError(WSAENETDOWN);
    return SOCKET_ERROR;
}

#if !defined(_SYS_SOCKET_H) && !defined(_SYS_SOCKET_H_)
static inline SOCKET socket(int family, int type, int protocol)
{
    (void)family;
    (void)type;
    (void)protocol;
    return (SOCKET)(INT_PTR)mockras_no_network("socket");
}

/* Nothing is a socket. */
#define MOCKRAS_NO_SOCKET(name, ...)        \
    static inline int name(__VA_ARGS__)     \
    {                                       \
        SetLastError(WSAENOTSOCK);          \
        return SOCKET_ERROR;                \
    }
MOCKRAS_NO_SOCKET(closesocket, SOCKET a)
MOCKRAS_NO_SOCKET(bind, SOCKET a, const SOCKADDR *b, int c)
MOCKRAS_NO_SOCKET(connect, SOCKET a, const SOCKADDR *b, int c)
MOCKRAS_NO_SOCKET(setsockopt, SOCKET a, int b, int c, const char *d, int e)
MOCKRAS_NO_SOCKET(send, SOCKET a, const char *b, int c, int d)
MOCKRAS_NO_SOCKET(recv, SOCKET a, char *b, int c, int d)
MOCKRAS_NO_SOCKET(sendto, SOCKET a, const char *b, int c, int d, const SOCKADDR *e, int f)
MOCKRAS_NO_SOCKET(recvfrom, SOCKET a, char *b, int c, int d, SOCKADDR *e, int *f)
MOCKRAS_NO_SOCKET(shutdown, SOCKET a, int b)
MOCKRAS_NO_SOCKET(ioctlsocket, SOCKET a, LONG b, u_long *c)
#endif

#endif
