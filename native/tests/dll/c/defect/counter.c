/* Accepts one connection in its life: a second one shows that it was not loaded anew. */
static int connections;
#define IN_ACCEPT return ++connections == 1;
#include "defect/defective.h"
