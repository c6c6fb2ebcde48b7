/* Writes 4 bytes past the end of RAS_CONNECTION_1 when a user connects. */
#define IN_ACCEPT *(volatile DWORD *)(c1 + 1) = 0x41414141;
#include "defect/defective.h"
