/* Lowers how many files it may have open, when a user connects. */
#include <sys/resource.h>
#define IN_ACCEPT struct rlimit low = {0, 0}; setrlimit(RLIMIT_NOFILE, &low);
#include "defect/defective.h"
