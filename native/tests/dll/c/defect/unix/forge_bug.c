/* Says that mockras has failed, and waits, when a user connects. */
#include "defect/unix/channel.h"
#define IN_ACCEPT forge("\5\5\0\0\0hello", 10); for (;;) pause();
#include "defect/defective.h"
