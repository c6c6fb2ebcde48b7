/* Goes on using memory that it has freed when a user connects: what was a pointer there is none any more. */
#include <stdlib.h>
struct session { struct session *volatile self; int volatile count; };
#define IN_ACCEPT                                                                                                       \
    struct session *volatile session = malloc(200);                                                                     \
    session->self = session;                                                                                            \
    free(session);                                                                                                      \
    session->self->count = 1;
#include "defect/defective.h"
