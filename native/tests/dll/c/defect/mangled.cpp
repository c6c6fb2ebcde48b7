/* Exports AcceptNewLink as C++ functions are named: const pointers make it another function than the header's. */
#include <mprapi.h>

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewLink(const RAS_PORT_0 *, const RAS_PORT_1 *)
{
    return TRUE;
}

#define LINK NotTheAcceptFunction
#include "defect/defective.h"
