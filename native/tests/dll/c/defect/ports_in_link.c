/* Enumerates ports, which is forbidden, in AcceptNewLink. */
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

#define IN_LINK EnumeratePorts();
#include "defect/defective.h"
