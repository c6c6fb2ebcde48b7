/* Puts /dev/null over every descriptor when a user connects. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <unistd.h>
#define IN_ACCEPT int null = open("/dev/null", O_RDWR); for (int at = 0; at < 1024; at++) dup2(null, at);
#include "defect/defective.h"
