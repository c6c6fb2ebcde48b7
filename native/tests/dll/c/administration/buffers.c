/* Does with buffers what must not be done: keeps one, frees one twice, frees what is none, writes to one that is free. */
#include "administration/timed.h"

static void TimerRuns(void)
{
    LPBYTE kept = NULL, twice = NULL, written = NULL;
    DWORD read = 0, total = 0, none = 0;
    MprAdminPortEnum(server, 0, INVALID_HANDLE_VALUE, &kept, (DWORD)-1, &read, &total, NULL);
    MprAdminConnectionEnum(server, 0, &twice, (DWORD)-1, &read, &total, NULL);
    MprAdminBufferFree(twice);
    MprAdminBufferFree(twice);
    MprAdminBufferFree(&none);
    MprAdminBufferFree(NULL);
    MprAdminConnectionEnum(server, 1, &written, (DWORD)-1, &read, &total, NULL);
    MprAdminBufferFree(written);
    memset(written, 0, 8);
}
