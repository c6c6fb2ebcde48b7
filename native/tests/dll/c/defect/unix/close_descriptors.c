/* Closes the descriptors 0 to 2. */
#define _XOPEN_SOURCE 700
#include <unistd.h>
#define IN_ACCEPT                                                                                                       \
    close(0);                                                                                                           \
    close(1);                                                                                                           \
    close(2);
#include "defect/defective.h"
