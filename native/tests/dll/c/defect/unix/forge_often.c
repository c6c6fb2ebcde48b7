/* Says now and then that it has said something, when a user connects. */
#include "defect/unix/channel.h"
#include <poll.h>
#define IN_ACCEPT for (;;) { poll(NULL, 0, 10); forge("\7\0\0\0", 4); }
#include "defect/defective.h"
