/* Has a thread that asks all the time, from when the timer first runs until it runs again: no callout runs meanwhile. */
#include <pthread.h>
#include "administration/timed.h"

static pthread_t thread;
static volatile int is_asked, is_over;

static void *Asks(void *of)
{
    LPBYTE buffer = NULL;
    DWORD read = 0, total = 0;
    (void)of;
    while (!is_over) {
        if (MprAdminPortEnum(server, 0, INVALID_HANDLE_VALUE, &buffer, (DWORD)-1, &read, &total, NULL) == NO_ERROR) {
            MprAdminBufferFree(buffer);
        }
        if (MprAdminPortDisconnect(server, ports[0]) == ERROR_NOT_SUPPORTED) {
            is_asked = 1;
        }
    }
    return NULL;
}

static void TimerRuns(void)
{
    if (is_asked) {
        is_over = 1;
        pthread_join(thread, NULL);
        return;
    }
    pthread_create(&thread, NULL, Asks, NULL);
    /* It has asked for all that it asks for. */
    while (!is_asked) {
    }
}
