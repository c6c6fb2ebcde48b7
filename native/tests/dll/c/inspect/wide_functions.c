/* Hands names to functions of the C library for wide text, which off Windows has 4 bytes a character there. */
#include <stdio.h>
#include <wchar.h>
#include <mprapi.h>

static BOOL IsBob(const WCHAR *pwszUser)
{
    WCHAR wszKey[8];
    fputws(pwszUser, stderr);
    return wcsxfrm(wszKey, pwszUser, 8) == 3 && wszKey[0] == L'b';
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
