/* Opens a file when a user connects, and never closes it. */
#include <stdio.h>
#include <windows.h>
#ifdef _WIN32
static FILE *some_file(void)
{
    char path[MAX_PATH];
    return GetModuleFileNameA(NULL, path, MAX_PATH) ? fopen(path, "rb") : NULL;
}
#else
static FILE *some_file(void) { return fopen("/dev/null", "rb"); }
#endif
static FILE *kept;
#define IN_ACCEPT kept = some_file();
#include "defect/defective.h"
