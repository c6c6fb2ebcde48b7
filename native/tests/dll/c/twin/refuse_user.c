/* The twin of `refuse-user` with users = ["bob"]. */
#include <mprapi.h>

static BOOL is_not_bob(const WCHAR *user)
{
    return !(user[0] == 'b' && user[1] == 'o' && user[2] == 'b' && user[3] == 0);
}

#define ACCEPT(connection, user) is_not_bob(user)
#include "twin/twin.h"
