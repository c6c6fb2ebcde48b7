/* Lets only those stay whose state is normal, and throws out whose state is not known like one in quarantine. */
#define IN_REAUTHENTICATION return c3->rasQuarState == RAS_QUAR_STATE_NORMAL;
#include "defect/defective.h"
