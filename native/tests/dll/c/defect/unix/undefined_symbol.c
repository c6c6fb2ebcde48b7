/* Calls a function that nobody has. */
int NobodyHasThisFunction(void);
#define IN_ACCEPT return NobodyHasThisFunction();
#include "defect/defective.h"
