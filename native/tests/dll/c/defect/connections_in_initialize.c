/* Enumerates connections in InitializeDll. */
#include <mprapi.h>

static DWORD EnumerateConnections(void)
{
    MPR_SERVER_HANDLE server = NULL;
    LPBYTE buffer = NULL;
    DWORD read = 0, total = 0;
    DWORD result = MprAdminServerConnect(NULL, &server);
    if (result != NO_ERROR) {
        return result;
    }
    result = MprAdminConnectionEnum(server, 0, &buffer, (DWORD)-1, &read, &total, NULL);
    if (result == NO_ERROR) {
        MprAdminBufferFree(buffer);
    }
    MprAdminServerDisconnect(server);
    return result;
}

#define IN_INITIALIZE EnumerateConnections();
#include "defect/defective.h"
