/* The functions of a sound, small DLL that registers them through the callbacks table; a file fills the table itself. */
#include <stdlib.h>
#include <mprapi.h>

#define UNUSED __attribute__((unused))

static UNUSED DWORD APIENTRY Terminate(VOID)
{
    return NO_ERROR;
}

static UNUSED BOOL APIENTRY Accept(RAS_CONNECTION_EX *connection)
{
    (void)connection;
    return TRUE;
}

static UNUSED BOOL APIENTRY Reauthenticate(RAS_CONNECTION_EX *connection)
{
    (void)connection;
    return TRUE;
}

static UNUSED VOID APIENTRY Hangup(RAS_CONNECTION_EX *connection)
{
    (void)connection;
}

static UNUSED BOOL APIENTRY AcceptLink(RAS_PORT_0 *port0, RAS_PORT_1 *port1)
{
    (void)port0, (void)port1;
    return TRUE;
}

static UNUSED VOID APIENTRY LinkHangup(RAS_PORT_0 *port0, RAS_PORT_1 *port1)
{
    (void)port0, (void)port1;
}

/* The slots that every DLL fills. */
static UNUSED void FillMandatory(PMPRAPI_ADMIN_DLL_CALLBACKS table)
{
    table->revision = MPRAPI_ADMIN_DLL_VERSION_2;
    table->lpfnRasAdminAcceptNewLink = AcceptLink;
    table->lpfnRasAdminLinkHangupNotification = LinkHangup;
    table->lpfnRasAdminTerminateDll = Terminate;
    table->lpfnRasAdminAcceptNewConnectionEx = Accept;
    table->lpfnRasAdminConnectionHangupNotificationEx = Hangup;
}
