/* Starts a thread that runs on after TerminateDll. */
#define _XOPEN_SOURCE 700
#include <pthread.h>
#include <stddef.h>
#include <unistd.h>

static void *run(void *nothing)
{
    for (;;) {
        pause();
    }
    return nothing;
}

static int start(void)
{
    pthread_t thread;
    return pthread_create(&thread, NULL, run, NULL);
}

#define IN_INITIALIZE return start();
#include "defect/defective.h"
