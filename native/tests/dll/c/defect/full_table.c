/* Has a table of 16 addresses, and gives the last of them once more to whoever comes when all are taken. */
#define ROOM 16
static int taken[ROOM];
#define IN_GET                                                                                                          \
    if (*address == 0) {                                                                                                \
        unsigned char *octets = (unsigned char *)address;                                                               \
        int at = 0;                                                                                                     \
        while (at < ROOM - 1 && taken[at]) {                                                                            \
            at++;                                                                                                       \
        }                                                                                                               \
        taken[at] = 1;                                                                                                  \
        octets[0] = 10, octets[1] = 8, octets[2] = 0, octets[3] = (unsigned char)(10 + at);                             \
        *notify = TRUE;                                                                                                 \
        return NO_ERROR;                                                                                                \
    }
#define IN_RELEASE                                                                                                      \
    {                                                                                                                   \
        const unsigned char *octets = (const unsigned char *)address;                                                   \
        if (octets[0] == 10 && octets[3] >= 10 && octets[3] < 10 + ROOM) {                                              \
            taken[octets[3] - 10] = 0;                                                                                  \
        }                                                                                                               \
    }
#define IN_INITIALIZE                                                                                                   \
    {                                                                                                                   \
        int at;                                                                                                         \
        for (at = 0; at < ROOM; at++) {                                                                                 \
            taken[at] = 0;                                                                                              \
        }                                                                                                               \
    }
#include "defect/defective.h"
