/* Has another thread enumerate ports, which is forbidden, while AcceptNewLink waits for it. */
#define _XOPEN_SOURCE 700
#include <pthread.h>
#include <mprapi.h>

static void *enumerate(void *nothing)
{
    LPBYTE buffer = NULL;
    DWORD read = 0, total = 0;
    if (MprAdminPortEnum(NULL, 0, NULL, &buffer, (DWORD)-1, &read, &total, NULL) == NO_ERROR) {
        MprAdminBufferFree(buffer);
    }
    return nothing;
}

static void wait_for_ports(void)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, enumerate, NULL) == 0) {
        pthread_join(thread, NULL);
    }
}

#define IN_LINK wait_for_ports();
#include "defect/defective.h"
