/* Starts a thread for each connection, and never ends it. */
#define _XOPEN_SOURCE 700
#include <pthread.h>
#include <unistd.h>

static void *watch(void *nothing)
{
    for (;;) {
        pause();
    }
    return nothing;
}

static void start(void)
{
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 64 * 1024);
    pthread_create(&thread, &attributes, watch, NULL);
    pthread_attr_destroy(&attributes);
}

#define IN_HANGUP start();
#include "defect/defective.h"
