/* Takes the last digit of a port's name for its place in an array of four. */
static int last_digit(const unsigned short *name)
{
    int last = 0;
    for (; *name != 0; name++)
        last = *name - '0';
    return last;
}
#define IN_LINK return last_digit((const unsigned short *)port0->wszPortName) < 4;
#include "defect/defective.h"
