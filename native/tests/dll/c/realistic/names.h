/* Names: who is kept out, and when two are the same. */
#ifndef GATE_NAMES_H
#define GATE_NAMES_H

#include <windows.h>
#include <mprapi.h>
#include <mockras.h>

static const WCHAR *const g_apwszRefused[] = {L"mallory", L"Guest", L"svc-backup"};

static WCHAR Fold(WCHAR wch)
{
#ifdef BUG_01_names_by_case
    return wch;
#else
    return wch >= L'A' && wch <= L'Z' ? (WCHAR)(wch - L'A' + L'a') : wch;
#endif
}

/* Names are the same whatever their case, as they are for Windows. */
static BOOL SameName(const WCHAR *pwszOne, const WCHAR *pwszOther, SIZE_T cchMax)
{
    SIZE_T i;
    for (i = 0; i < cchMax; i++) {
        if (Fold(pwszOne[i]) != Fold(pwszOther[i])) {
            return FALSE;
        }
        if (pwszOne[i] == 0) {
            return TRUE;
        }
    }
    return TRUE;
}

static VOID CopyName(WCHAR *pwszTo, const WCHAR *pwszFrom, SIZE_T cchMax)
{
    SIZE_T i;
    for (i = 0; i < cchMax && pwszFrom[i] != 0; i++) {
        pwszTo[i] = pwszFrom[i];
    }
    pwszTo[i] = 0;
}

static BOOL IsRefused(const WCHAR *pwszUser)
{
    SIZE_T i;
    for (i = 0; i < sizeof(g_apwszRefused) / sizeof(g_apwszRefused[0]); i++) {
#ifdef BUG_02_refused_by_prefix
        if (SameName(g_apwszRefused[i], pwszUser, 5)) {
#else
        if (SameName(g_apwszRefused[i], pwszUser, UNLEN)) {
#endif
            return TRUE;
        }
    }
    return FALSE;
}

/* A line for the developer, as OutputDebugString takes them. */
static VOID Trace(const char *pszWhat, const WCHAR *pwszUser)
{
#ifdef BUG_27_line_too_short
    char szLine[48];
    SIZE_T cch = (SIZE_T)sprintf(szLine, "%s ", pszWhat), cchMax = UNLEN, i;
#else
    char szLine[UNLEN + 32];
    SIZE_T cch = strlen(pszWhat), cchMax = UNLEN, i;
    CopyMemory(szLine, pszWhat, cch);
    szLine[cch++] = ' ';
#endif
    for (i = 0; i < cchMax && pwszUser[i] != 0; i++) {
        szLine[cch++] = pwszUser[i] >= 0x20 && pwszUser[i] < 0x7f ? (char)pwszUser[i] : '?';
    }
    szLine[cch] = 0;
    MOCKRAS_NOTE(szLine);
}

#endif
