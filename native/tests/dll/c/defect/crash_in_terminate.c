/* Crashes in TerminateDll. */
#define IN_TERMINATE *(volatile int *)NULL = 1;
#include "defect/defective.h"
