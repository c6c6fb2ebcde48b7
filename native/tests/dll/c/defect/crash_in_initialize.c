/* Crashes in InitializeDll. */
#define IN_INITIALIZE *(volatile int *)NULL = 1;
#include "defect/defective.h"
