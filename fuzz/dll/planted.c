/* A DLL that crashes behind a rare condition, to see how fast it is found: a user with a certain name, whose connection
 * gets a second link. */
#include <mprapi.h>
#include <raserror.h>

static HANDLE watched;
static DWORD links;

DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    watched = NULL;
    links = 0;
    return NO_ERROR;
}

DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    return NO_ERROR;
}

BOOL APIENTRY MprAdminAcceptNewConnection(RAS_CONNECTION_0 *connection, RAS_CONNECTION_1 *more)
{
    (void)more;
    const WCHAR *user = connection->wszUserName;
    if (user[0] == 'r')
        if (user[1] == '2') {
            watched = connection->hConnection;
            links = 0;
        }
    return TRUE;
}

VOID APIENTRY MprAdminConnectionHangupNotification(RAS_CONNECTION_0 *connection, RAS_CONNECTION_1 *more)
{
    (void)more;
    if (connection->hConnection == watched)
        watched = NULL;
}

BOOL APIENTRY MprAdminAcceptNewLink(RAS_PORT_0 *port, RAS_PORT_1 *more)
{
    (void)more;
    if (watched && port->hConnection == watched)
        if (++links == 2)
            *(volatile int *)0 = 0;
    return TRUE;
}

VOID APIENTRY MprAdminLinkHangupNotification(RAS_PORT_0 *port, RAS_PORT_1 *more)
{
    (void)port, (void)more;
}
