/* Enumerates ports, which is forbidden, in every one of its functions. */
#include <mprapi.h>

static DWORD EnumeratePorts(void)
{
    LPBYTE buffer = NULL;
    DWORD read = 0, total = 0;
    DWORD result = MprAdminPortEnum(NULL, 0, NULL, &buffer, (DWORD)-1, &read, &total, NULL);
    if (result == NO_ERROR) {
        MprAdminBufferFree(buffer);
    }
    return result;
}

#define IN_INITIALIZE EnumeratePorts();
#define IN_TERMINATE EnumeratePorts();
#define IN_ACCEPT EnumeratePorts();
#define IN_HANGUP EnumeratePorts();
#define IN_REAUTHENTICATION EnumeratePorts();
#define IN_LINK EnumeratePorts();
#define IN_LINK_HANGUP EnumeratePorts();
#define IN_GET EnumeratePorts();
#define IN_RELEASE EnumeratePorts();
#include "defect/defective.h"
