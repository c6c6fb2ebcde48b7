/* Ends the process with _Exit(3), past all handlers, when a user connects. */
#define IN_ACCEPT _Exit(3);
#include "defect/defective.h"
