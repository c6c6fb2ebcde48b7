/* Ends with a NULL pointer when one user connects, and says who that is in a wide literal and nowhere else. */
#include <wchar.h>
#define IN_ACCEPT                                                                                                       \
    static const wchar_t *const name = L"svc-backup";                                                                   \
    int at = 0;                                                                                                         \
    while (name[at] && c0->wszUserName[at] == name[at]) {                                                               \
        at++;                                                                                                           \
    }                                                                                                                   \
    if (name[at] == c0->wszUserName[at]) {                                                                              \
        *(volatile int *)NULL = 1;                                                                                      \
    }
#include "defect/defective.h"
