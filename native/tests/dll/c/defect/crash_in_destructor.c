/* Crashes while it is being unloaded. */
__attribute__((destructor)) static void at_unload(void)
{
    *(volatile int *)0 = 1;
}
#include "defect/defective.h"
