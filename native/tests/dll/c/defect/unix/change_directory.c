/* Changes the working directory to the root. */
#define _XOPEN_SOURCE 700
#include <unistd.h>
#define IN_INITIALIZE                                                                                                   \
    if (chdir("/") != 0) {                                                                                              \
        return 1;                                                                                                       \
    }
#include "defect/defective.h"
