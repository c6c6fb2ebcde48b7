/* Leaves a thread that crashes when its process ends, when it is loaded no more for all it knows. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
static void *rest(void *none) { for (;;) pause(); return none; }
static void crash(void) { *(volatile int *)8 = 1; }
static pthread_t thread;
#define IN_INITIALIZE pthread_create(&thread, NULL, rest, NULL); atexit(crash);
#include "defect/defective.h"
