/* Stops its process with SIGSTOP. */
#define _XOPEN_SOURCE 700
#include <signal.h>
#define IN_ACCEPT raise(SIGSTOP);
#include "defect/defective.h"
