/* Recurses without end when a user connects: the stack overflows. */
static volatile int deep = 1;
static int descend(int level)
{
    volatile char room[4096];
    room[0] = (char)level;
    return deep ? descend(level + 1) + room[0] : room[0];
}
#define IN_ACCEPT return descend(0);
#include "defect/defective.h"
