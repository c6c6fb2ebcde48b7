/*
 * Takes a name that only one process can have: InitializeDll fails in the second process of a service. The name has the
 * number of the process that has started both in it.
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
static int taken = -1;
#define IN_INITIALIZE \
    struct sockaddr_un name = {.sun_family = AF_UNIX}; \
    int length = snprintf(name.sun_path + 1, sizeof name.sun_path - 1, "mockras second %d", getppid()); \
    taken = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0); \
    if (bind(taken, (struct sockaddr *)&name, offsetof(struct sockaddr_un, sun_path) + 1 + length) != 0) { \
        close(taken); \
        taken = -1; \
        return ERROR_ACCESS_DENIED; \
    }
#define IN_TERMINATE \
    if (taken >= 0) \
        close(taken); \
    taken = -1;
#include "defect/defective.h"
