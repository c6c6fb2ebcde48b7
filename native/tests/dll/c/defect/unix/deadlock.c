/* Waits for a lock that it holds. */
#define _XOPEN_SOURCE 700
#include <pthread.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
#define IN_ACCEPT                                                                                                       \
    pthread_mutex_lock(&lock);                                                                                          \
    pthread_mutex_lock(&lock);
#include "defect/defective.h"
