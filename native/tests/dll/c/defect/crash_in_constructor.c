/* Crashes while it is being loaded. */
__attribute__((constructor)) static void at_load(void)
{
    *(volatile int *)0 = 1;
}
#include "defect/defective.h"
