/* Writes a byte past the NUL of the user's name when it is asked for an address. */
#define IN_GET                                                                                                          \
    while (*user) {                                                                                                     \
        user++;                                                                                                         \
    }                                                                                                                   \
    *(volatile BYTE *)(user + 1) = 0x41;
#include "defect/defective.h"
