/* Writes through a null pointer when a user connects: SIGSEGV. */
#define IN_ACCEPT *(volatile int *)NULL = 1;
#include "defect/defective.h"
