/* As decorated.c, with the underscore that compilers for 32-bit Windows put in front: _MprAdminAcceptNewLink@8. */
#define PREFIX "_"
#define UNDERSCORE
#include "defect/decorated.c"
