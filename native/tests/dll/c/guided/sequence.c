/* Ends with a NULL pointer in the last of three calls, each of which goes on from where the one before has led. */
static int state;
#define IN_ACCEPT state = c0->wszLogonDomain[0] == 'Q' ? 1 : 0;
#define IN_LINK state = state == 1 && port1->dwLineSpeed == 19201 ? 2 : 0;
#define IN_LINK_HANGUP                                                                                                  \
    if (state == 2 && port1->dwCrcErr == 7707) {                                                                         \
        *(volatile int *)NULL = 1;                                                                                      \
    }                                                                                                                   \
    state = 0;
#include "defect/defective.h"
