/* Says that it calls exit, and does not, when a user connects. */
#include "defect/unix/channel.h"
#define IN_ACCEPT forge("\3", 1); for (;;) pause();
#include "defect/defective.h"
