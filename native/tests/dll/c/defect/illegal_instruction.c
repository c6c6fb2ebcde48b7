/* Runs an instruction that no processor has when a user connects: SIGILL. */
#if defined(__x86_64__) || defined(__i386__)
#define IN_ACCEPT __asm__ volatile("ud2");
#elif defined(__aarch64__)
#define IN_ACCEPT __asm__ volatile(".inst 0");
#else
#include <signal.h>
#define IN_ACCEPT raise(SIGILL);
#endif
#include "defect/defective.h"
