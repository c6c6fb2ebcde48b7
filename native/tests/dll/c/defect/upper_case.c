/* Turns the user's name to upper case in the structure that it was only to read. */
#define IN_ACCEPT                                                                                                       \
    int at;                                                                                                             \
    for (at = 0; c0->wszUserName[at]; at++) {                                                                           \
        if (c0->wszUserName[at] >= 'a' && c0->wszUserName[at] <= 'z') {                                                 \
            c0->wszUserName[at] -= 'a' - 'A';                                                                           \
        }                                                                                                               \
    }
#include "defect/defective.h"
