/* Fills the slots of the functions that it has, and leaves the others as they were. */
#include "defect/by_table.h"

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDllEx(PMPRAPI_ADMIN_DLL_CALLBACKS table)
{
    FillMandatory(table);
    return NO_ERROR;
}
