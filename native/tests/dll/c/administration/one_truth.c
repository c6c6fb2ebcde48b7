/* Compares what administration functions say in its timer with what callouts are handed at the same moment, byte by byte. */
#define SEEN_HANGUP SeenHangup(c0, c1, c2, c3);
#define SEEN_HANGUP_EX SeenHangupEx(ex);
#define SEEN_LINK_HANGUP SeenLinkHangup(port0, port1);
#include <mprapi.h>

static void SeenHangup(const void *c0, const void *c1, const void *c2, const void *c3);
static void SeenHangupEx(const void *ex);
static void SeenLinkHangup(const void *port0, const void *port1);
#include "administration/timed.h"

static const size_t sizes[5] = {
    sizeof(RAS_CONNECTION_0), sizeof(RAS_CONNECTION_1), sizeof(RAS_CONNECTION_2), sizeof(RAS_CONNECTION_3),
    sizeof(RAS_CONNECTION_EX)
};
static unsigned char listed[5][4096];
static RAS_PORT_0 port_listed;
static RAS_PORT_1 port_described;

static void Compare(const char *what, const void *one, const void *other, size_t size)
{
    char line[80];
    sprintf(line, "%s %s", what, memcmp(one, other, size) == 0 ? "agrees" : "differs");
    MOCKRAS_NOTE(line);
}

static void TimerRuns(void)
{
    LPBYTE buffer = NULL;
    RAS_CONNECTION_EX *all = NULL, one;
    MPRAPI_OBJECT_HEADER header = {MPRAPI_RAS_CONNECTION_OBJECT_REVISION_1, 0, 0};
    DWORD level, read = 0, total = 0;
    for (level = 0; level < 4; level++) {
        if (MprAdminConnectionEnum(server, level, &buffer, (DWORD)-1, &read, &total, NULL) == NO_ERROR) {
            memcpy(listed[level], buffer, sizes[level]);
            MprAdminBufferFree(buffer);
        }
        if (MprAdminConnectionGetInfo(server, level, connections[0], &buffer) == NO_ERROR) {
            Compare("GetInfo", listed[level], buffer, sizes[level]);
            MprAdminBufferFree(buffer);
        }
    }
    if (MprAdminConnectionEnumEx(server, &header, (DWORD)-1, &read, &total, &all, NULL) == NO_ERROR) {
        memcpy(listed[4], all, sizes[4]);
        MprAdminBufferFree(all);
    }
    memset(&one, 0, sizeof(one));
    one.Header.revision = MPRAPI_RAS_CONNECTION_OBJECT_REVISION_1;
    if (MprAdminConnectionGetInfoEx(server, connections[0], &one) == NO_ERROR) {
        Compare("GetInfoEx", listed[4], &one, sizes[4]);
    }
    if (MprAdminPortEnum(server, 0, connections[0], &buffer, (DWORD)-1, &read, &total, NULL) == NO_ERROR) {
        memcpy(&port_listed, buffer, sizeof(port_listed));
        MprAdminBufferFree(buffer);
    }
    if (MprAdminPortGetInfo(server, 1, ports[0], &buffer) == NO_ERROR) {
        memcpy(&port_described, buffer, sizeof(port_described));
        MprAdminBufferFree(buffer);
    }
}

static void SeenHangup(const void *c0, const void *c1, const void *c2, const void *c3)
{
    Compare("level 0", listed[0], c0, sizes[0]);
    Compare("level 1", listed[1], c1, sizes[1]);
    Compare("level 2", listed[2], c2, sizes[2]);
    Compare("level 3", listed[3], c3, sizes[3]);
}

static void SeenHangupEx(const void *ex)
{
    Compare("level ex", listed[4], ex, sizes[4]);
}

static void SeenLinkHangup(const void *port0, const void *port1)
{
    Compare("port 0", &port_listed, port0, sizeof(port_listed));
    Compare("port 1", &port_described, port1, sizeof(port_described));
}
