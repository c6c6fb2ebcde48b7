/* Says for ever that it has said something, when a user connects. */
#include "defect/unix/channel.h"
#define IN_ACCEPT \
    static unsigned char note[4 + 200 + 2] = {7, 1, 0xC8, 1}; \
    memset(note + 4, 'A', 200); \
    for (;;) forge(note, sizeof note);
#include "defect/defective.h"
