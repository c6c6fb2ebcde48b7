/*
 * Takes what only one process can have: InitializeDll fails in the second process, and TerminateDll crashes where it did.
 */
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#define IN_INITIALIZE \
    struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "\0mockras second process"}; \
    int taken = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0); \
    if (bind(taken, (struct sockaddr *)&name, offsetof(struct sockaddr_un, sun_path) + 23) != 0) \
        return ERROR_ACCESS_DENIED; \
    made = &place;
#define IN_TERMINATE *made = 1;
static volatile int place, *volatile made;
#include "defect/defective.h"
