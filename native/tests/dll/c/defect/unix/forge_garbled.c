/* Writes what is no message into the channel of its host when a user connects. */
#include "defect/unix/channel.h"
#define IN_ACCEPT put("Hello, world", 12);
#include "defect/defective.h"
