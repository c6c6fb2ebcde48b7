/* Writes a byte of a long message now and then, when a user connects. */
#include "defect/unix/channel.h"
#include <poll.h>
#define IN_ACCEPT \
    put("\13\0\0\1\0\7", 6); \
    for (;;) { poll(NULL, 0, 10); put("", 1); }
#include "defect/defective.h"
