/* Lowers how long it may run, when a user connects. */
#include <sys/resource.h>
#define IN_ACCEPT struct rlimit low = {3600, 3600}; setrlimit(RLIMIT_CPU, &low);
#include "defect/defective.h"
