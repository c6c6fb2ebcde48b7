/* Lowers how long its files may be, when a user connects. */
#include <sys/resource.h>
#define IN_ACCEPT struct rlimit low = {0, 0}; setrlimit(RLIMIT_FSIZE, &low);
#include "defect/defective.h"
