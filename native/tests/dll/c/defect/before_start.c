/* Writes 4 bytes before the start of RAS_CONNECTION_1 when a user connects. */
#define IN_ACCEPT ((volatile DWORD *)c1)[-1] = 0x41414141;
#include "defect/defective.h"
