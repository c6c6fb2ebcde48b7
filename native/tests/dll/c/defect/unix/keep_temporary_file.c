/* Leaves a temporary file when it is terminated. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#define IN_INITIALIZE \
    char path[4096]; \
    const char *folder = getenv("TMPDIR"); \
    snprintf(path, sizeof path, "%s/gate-XXXXXX", folder ? folder : "/tmp"); \
    close(mkstemp(path));
#include "defect/defective.h"
