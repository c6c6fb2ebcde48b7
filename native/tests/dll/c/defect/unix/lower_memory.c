/* Lowers how much memory it may have, when a user connects. */
#include <sys/resource.h>
#define IN_ACCEPT struct rlimit low; getrlimit(RLIMIT_AS, &low); low.rlim_cur = 1 << 20; setrlimit(RLIMIT_AS, &low);
#include "defect/defective.h"
