/* Has room for four links, and counts those of all connections together: a user with one may find none left (LINK-15). */
#include <mprapi.h>
static HANDLE links[4];
static int place(HANDLE port)
{
    int at = 0;
    while (at < 4 && links[at] != port)
        at++;
    return at;
}
#define IN_LINK \
    if (place(port0->hPort) == 4 && place(NULL) == 4) \
        return FALSE; \
    if (place(port0->hPort) == 4) \
        links[place(NULL)] = port0->hPort;
#define IN_LINK_HANGUP \
    if (place(port0->hPort) < 4) \
        links[place(port0->hPort)] = NULL;
#include "defect/defective.h"
