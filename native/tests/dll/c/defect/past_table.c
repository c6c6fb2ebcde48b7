/* Fills the table, and goes on for two slots more than it has. */
#include "defect/by_table.h"

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDllEx(PMPRAPI_ADMIN_DLL_CALLBACKS table)
{
    PMPRADMINTERMINATEDLL *volatile behind = (PMPRADMINTERMINATEDLL *)(void *)(table + 1);
    ZeroMemory(table, sizeof(*table));
    FillMandatory(table);
    behind[0] = Terminate;
    behind[1] = Terminate;
    return NO_ERROR;
}
