/* The twin of `link-limit` with one link per connection. */
#include <mprapi.h>

/* Links that are up, by port: a port carries one at a time. More than these are refused. */
#define LINKS_MAX 4096
static struct {
    HANDLE port;
    HANDLE connection;
} links[LINKS_MAX];
static int count;

static void take_away(int at)
{
    links[at] = links[--count];
}

static BOOL accept_link(HANDLE port, HANDLE connection)
{
    int at;
    for (at = count - 1; at >= 0; at--) {
        if (links[at].port == port) {
            take_away(at);
        }
    }
    for (at = 0; at < count; at++) {
        if (links[at].connection == connection) {
            return FALSE;
        }
    }
    if (count == LINKS_MAX) {
        return FALSE;
    }
    links[count].port = port;
    links[count++].connection = connection;
    return TRUE;
}

static void hang_up_link(HANDLE port, HANDLE connection)
{
    int at;
    for (at = count - 1; at >= 0; at--) {
        if (links[at].port == port && links[at].connection == connection) {
            take_away(at);
        }
    }
}

static void forget(HANDLE connection)
{
    int at;
    for (at = count - 1; at >= 0; at--) {
        if (links[at].connection == connection) {
            take_away(at);
        }
    }
}

#define LINK(port, connection) accept_link(port, connection)
#define LINK_HANGUP(port, connection) hang_up_link(port, connection);
#define HANGUP(connection, user, seconds) forget(connection);
#include "twin/twin.h"
