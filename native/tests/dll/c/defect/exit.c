/* Ends the process with exit(3) when a user connects. */
#define IN_ACCEPT exit(3);
#include "defect/defective.h"
