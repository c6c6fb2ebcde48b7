/* Needs another library, which is nowhere where loaders look. */
int AbsentFunction(void);
#define IN_ACCEPT return AbsentFunction();
#include "defect/defective.h"
