/* Allows itself no call of the system but to read and write: the next one ends its thread. */
#define _GNU_SOURCE
#include <sys/prctl.h>
#define IN_ACCEPT prctl(PR_SET_SECCOMP, 1);
#include "defect/defective.h"
