/* Puts /dev/null over the first three descriptors, as a daemon does, when a user connects. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <unistd.h>
#define IN_ACCEPT int null = open("/dev/null", O_RDWR); for (int at = 0; at < 3; at++) dup2(null, at); close(null);
#include "defect/defective.h"
