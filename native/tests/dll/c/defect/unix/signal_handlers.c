/* Installs handlers that ignore SIGSEGV and SIGALRM, and then crashes. */
#define _XOPEN_SOURCE 700
#include <signal.h>
#include <stddef.h>

static void ignore(int number)
{
    (void)number;
}

static void install(int number)
{
    struct sigaction action = {.sa_handler = ignore};
    sigaction(number, &action, NULL);
}

#define IN_INITIALIZE                                                                                                   \
    install(SIGSEGV);                                                                                                   \
    install(SIGALRM);
#define IN_ACCEPT *(volatile int *)NULL = 1;
#include "defect/defective.h"
