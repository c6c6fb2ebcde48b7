/* Exports AcceptNewLink in another case than services look for. */
#define LINK MPRAdminAcceptNewLink
#include "defect/defective.h"
