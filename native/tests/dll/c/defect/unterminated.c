/* Fills the logon domain, that it was only to read, to the last unit, so that no NUL ends it. */
#define IN_ACCEPT                                                                                                       \
    int at;                                                                                                             \
    for (at = 0; at <= DNLEN; at++) {                                                                                   \
        c0->wszLogonDomain[at] = 'x';                                                                                   \
    }
#include "defect/defective.h"
