/* Says that it has been called and has returned, over and over, when a user connects. */
#include "defect/unix/channel.h"
#define IN_ACCEPT \
    for (int i = 0; i < 100; i++) { \
        forge("\0", 1); \
        forge("\1\2\0\0\0\0\0\0\0", 9); \
    }
#include "defect/defective.h"
