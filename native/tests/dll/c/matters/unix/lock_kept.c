/* Returns from Accept with its lock held. The thread that has it can take it again, and no other. */
#define _GNU_SOURCE
#include <pthread.h>
static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
#define IN_ACCEPT pthread_mutex_lock(&lock);
#define IN_LINK \
    pthread_mutex_lock(&lock); \
    pthread_mutex_unlock(&lock);
#include "defect/defective.h"
