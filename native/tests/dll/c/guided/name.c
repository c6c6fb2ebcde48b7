/* Ends with a NULL pointer when one user connects, whose name is in no literal: its letters are compared one by one. */
#define IN_ACCEPT                                                                                                       \
    const WCHAR *name = c0->wszUserName;                                                                                \
    if (name[0] == 'z' && name[1] == 'q' && name[2] == '-' && name[3] == 'o' && name[4] == 'p' && name[5] == 0) {       \
        *(volatile int *)NULL = 1;                                                                                      \
    }
#include "defect/defective.h"
