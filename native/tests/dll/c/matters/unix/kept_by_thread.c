/* Keeps by thread that it was initialised. */
static __thread int is_ready;
#define IN_INITIALIZE is_ready = 1;
#define IN_ACCEPT return is_ready;
#include "defect/defective.h"
