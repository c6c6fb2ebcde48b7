/* Gives an answer that has four thousand million notes, when a user connects. */
#include "defect/unix/channel.h"
#define IN_ACCEPT forge("\1\2\0\0\0\0\xff\xff\xff\xff\x0f", 11); for (;;) pause();
#include "defect/defective.h"
