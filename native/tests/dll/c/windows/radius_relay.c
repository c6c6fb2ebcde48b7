/* Builds the packet that it would send to a RADIUS server for each connection, and says what is in it. */
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
#include <stdio.h>
#include <mprapi.h>
#include "windows/told.h"

#pragma pack(push, 1)
typedef struct _RADIUS_HEADER {
    BYTE code;
    BYTE identifier;
    u_short length;
    BYTE authenticator[16];
} RADIUS_HEADER;
#pragma pack(pop)

static BYTE g_bIdentifier;
static SOCKADDR_IN g_saServer;

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    ZeroMemory(&g_saServer, sizeof(g_saServer));
    g_saServer.sin_family = AF_INET;
    g_saServer.sin_port = htons(1812);
    g_saServer.sin_addr.s_addr = htonl(0xC0000207);
    return sizeof(RADIUS_HEADER) == 20 && sizeof(SOCKADDR_IN) == 16 ? NO_ERROR : ERROR_INVALID_DATA;
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1,
    RAS_CONNECTION_2 *c2)
{
    BYTE ab[512];
    char szUser[254], szLine[256];
    RADIUS_HEADER *pHeader = (RADIUS_HEADER *)ab;
    struct in6_addr in6 = {{{0x20, 0x01, 0x0d, 0xb8}}};
    IN6_ADDR *pAddress = &in6;
    int cb = WideCharToMultiByte(CP_UTF8, 0, c0->wszUserName, -1, szUser, sizeof(szUser), NULL, NULL) - 1;
    UNREFERENCED_PARAMETER(c1);
    UNREFERENCED_PARAMETER(c2);
    ZeroMemory(ab, sizeof(ab));
    pHeader->code = 1;
    pHeader->identifier = ++g_bIdentifier;
    ab[20] = 1;
    ab[21] = (BYTE)(cb + 2);
    memcpy(ab + 22, szUser, (size_t)cb);
    pHeader->length = htons((u_short)(22 + cb));
    _snprintf(szLine, sizeof(szLine), "to %s:%u: %02x%02x %02x%02x.. for %s, %02x%02x", inet_ntoa(g_saServer.sin_addr),
        ntohs(g_saServer.sin_port), ab[0], ab[1], ab[2], ab[3], szUser, pAddress->s6_addr[0], pAddress->u.Byte[1]);
    OutputDebugStringA(szLine);
    return inet_addr("192.0.2.7") == g_saServer.sin_addr.S_un.S_addr && inet_addr("192.0.2.700") == INADDR_NONE;
}

#define HAS_INITIALIZE
#define HAS_CONNECTION
#include "windows/quiet.h"
