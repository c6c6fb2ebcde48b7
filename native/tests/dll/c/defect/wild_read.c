/* Reads an address that is nobody's when a user connects: SIGSEGV. */
#define IN_ACCEPT return *(volatile int *)(ULONG_PTR)0x5A5A5A50 == 0;
#include "defect/defective.h"
