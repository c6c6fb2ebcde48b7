/* Aborts when a user connects: SIGABRT. */
#define IN_ACCEPT abort();
#include "defect/defective.h"
