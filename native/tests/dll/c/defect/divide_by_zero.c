/* Divides by zero when a user connects: SIGFPE, where the processor minds. */
#include <signal.h>
static volatile int zero;
#if defined(__x86_64__) || defined(__i386__)
#define IN_ACCEPT return 100 / zero;
#else
#define IN_ACCEPT raise(SIGFPE + zero);
#endif
#include "defect/defective.h"
