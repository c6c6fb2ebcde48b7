/* Has room for one session of a name, whatever its domain: two users with one name keep each other out. */
#include <mprapi.h>
#define ROOM 300
static struct {
    HANDLE connection;
    WCHAR user[UNLEN + 1];
} sessions[ROOM];
static int is_same(const WCHAR *a, const WCHAR *b)
{
    for (; *a == *b && *a != 0; a++, b++)
        ;
    return *a == *b;
}
static int place(HANDLE connection)
{
    int at = 0;
    while (at < ROOM && sessions[at].connection != connection)
        at++;
    return at;
}
#define IN_ACCEPT \
    int free = place(NULL); \
    if (free == ROOM) \
        return FALSE; \
    for (int at = 0; at < ROOM; at++) \
        if (sessions[at].connection != NULL && is_same(sessions[at].user, c0->wszUserName)) \
            return FALSE; \
    sessions[free].connection = c0->hConnection; \
    for (int at = 0; (sessions[free].user[at] = c0->wszUserName[at]) != 0; at++) \
        ;
#define IN_HANGUP \
    int ended = place(c0->hConnection); \
    if (ended < ROOM) \
        sessions[ended].connection = NULL;
#include "defect/defective.h"
