/* Kills its process with SIGKILL. */
#define _XOPEN_SOURCE 700
#include <signal.h>
#include <unistd.h>
#define IN_ACCEPT kill(getpid(), SIGKILL);
#include "defect/defective.h"
