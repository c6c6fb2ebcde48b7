/* Returns 2 for TRUE. */
#define IN_ACCEPT return 2;
#define IN_LINK return 2;
#include "defect/defective.h"
