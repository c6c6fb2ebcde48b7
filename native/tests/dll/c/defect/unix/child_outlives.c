/* Forks a process that holds on to every descriptor and runs on after TerminateDll. */
#define _XOPEN_SOURCE 700
#include <unistd.h>

static int start(void)
{
    pid_t child = fork();
    while (child == 0) {
        pause();
    }
    return child < 0;
}

#define IN_INITIALIZE return start();
#include "defect/defective.h"
