/* Says for ever that it has said something, when a user connects. */
#include "defect/unix/channel.h"
#define IN_ACCEPT \
    static unsigned char note[9 + 200 + 8] = {7, 1, 0, 0, 0, 200, 0, 0, 0}; \
    memset(note + 9, 'A', 200); \
    for (;;) forge(note, sizeof note);
#include "defect/defective.h"
