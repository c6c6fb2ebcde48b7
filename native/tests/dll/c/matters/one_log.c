/* Opens the log that GATE_LOG names for as long as it is loaded: both processes of the service write it. */
#include <stdio.h>
#include <stdlib.h>
static FILE *session_log;
#define IN_INITIALIZE \
    const char *name = getenv("GATE_LOG"); \
    session_log = name == NULL ? NULL : fopen(name, "a");
#define IN_TERMINATE \
    if (session_log != NULL) \
        fclose(session_log); \
    session_log = NULL;
#define IN_ACCEPT \
    if (session_log != NULL) \
        fputs("login\n", session_log);
#include "defect/defective.h"
