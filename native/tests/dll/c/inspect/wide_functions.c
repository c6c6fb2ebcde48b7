/* Compares names by functions of the C library for wide text, which off Windows has 4 bytes a character. */
#include <wchar.h>
#include <mprapi.h>

static BOOL IsBob(const WCHAR *pwszUser)
{
    const wchar_t *user = (const void *)pwszUser;
    return wcslen(user) == 3 && wcscmp(user, L"bob") == 0;
}

/* Not there under any other host than that of its author, and not missed. */
__attribute__((weak)) VOID AuthorsOwnTrace(VOID);

static BOOL Accept(const WCHAR *pwszUser)
{
#ifndef _WIN32
    if (AuthorsOwnTrace != NULL) {
        AuthorsOwnTrace();
    }
#endif
    return !IsBob(pwszUser);
}

#define ACCEPT(connection, user) Accept(user)
#include "twin/twin.h"
