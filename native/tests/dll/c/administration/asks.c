/* Asks for what a tool asks for, with good arguments and with bad ones. The transcript tells what comes of it. */
#include "administration/timed.h"

static void TimerRuns(void)
{
    static int times;
    const HANDLE nothing = (HANDLE)(ULONG_PTR)0x00123456;
    LPBYTE buffer = NULL;
    DWORD read = 0, total = 0, resume = 0;
    switch (times++) {
    case 0:
        /* The list in pieces, as for a caller with little room. */
        while (MprAdminPortEnum(server, 0, INVALID_HANDLE_VALUE, &buffer, 1, &read, &total, &resume) == ERROR_MORE_DATA) {
            MprAdminBufferFree(buffer);
        }
        MprAdminBufferFree(buffer);
        MprAdminPortEnum(server, 0, NULL, &buffer, (DWORD)-1, &read, &total, NULL);
        MprAdminPortEnum(server, 0, INVALID_HANDLE_VALUE, NULL, (DWORD)-1, &read, &total, NULL);
        MprAdminPortEnum(server, 1, INVALID_HANDLE_VALUE, &buffer, (DWORD)-1, &read, &total, NULL);
        MprAdminConnectionEnum(NULL, 0, &buffer, (DWORD)-1, &read, &total, NULL);
        MprAdminConnectionGetInfo(server, 0, nothing, &buffer);
        MprAdminConnectionGetInfoEx(server, connections[0], NULL);
        MprAdminPortGetInfo(server, 0, nothing, &buffer);
        MprAdminPortDisconnect(server, nothing);
        MprAdminIsServiceRunning(NULL);
        break;
    case 1:
        /* 10.0.0.7 in network order, and in host order. */
        MprAdminConnectionRemoveQuarantine(server, (HANDLE)(ULONG_PTR)0x0700000a, TRUE);
        MprAdminConnectionRemoveQuarantine(server, (HANDLE)(ULONG_PTR)0x0a000007, TRUE);
        MprAdminConnectionRemoveQuarantine(server, connections[1], FALSE);
        MprAdminConnectionClearStats(server, connections[0]);
        MprAdminPortClearStats(server, ports[0]);
        break;
    case 2:
        MprAdminPortReset(server, ports[0]);
        MprAdminPortDisconnect(server, ports[1]);
        break;
    default:
        MprAdminConnectionEnum(server, 0, &buffer, (DWORD)-1, &read, &total, NULL);
        MprAdminBufferFree(buffer);
        break;
    }
}
