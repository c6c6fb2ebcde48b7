/* Says that mockras has failed, and waits, when a user connects. */
#include "defect/unix/channel.h"
#define IN_ACCEPT forge("\5\5hello", 7); for (;;) pause();
#include "defect/defective.h"
