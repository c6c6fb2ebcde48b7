/* Sessions: who is connected with which links, and what is charged. */
#ifndef GATE_SESSIONS_H
#define GATE_SESSIONS_H

#include "names.h"
#include <stdlib.h>

#define SESSIONS_PER_USER 2
#define LINKS_PER_SESSION 2
#define RECORDS_MAX 64

typedef struct _SESSION {
    struct _SESSION *pNext;
    HANDLE hConnection;
#ifdef BUG_36_keeps_the_argument
    const RAS_CONNECTION_0 *p0;
#endif
#ifdef BUG_20_names_of_20_units
    WCHAR wszUser[20 + 1];
#else
    WCHAR wszUser[UNLEN + 1];
#endif
    WCHAR wszDomain[DNLEN + 1];
    HANDLE ahPorts[LINKS_PER_SESSION];
    DWORD cLinks;
} SESSION;

/* What is charged for. The service keeps long accounts elsewhere: here are the last lines. */
typedef struct _RECORD {
    WCHAR wszUser[UNLEN + 1];
    DWORD dwSeconds;
    DWORD dwReceived;
    DWORD dwSent;
} RECORD;

static CRITICAL_SECTION g_sessionLock;
#ifdef BUG_35_sessions_by_thread
static __declspec(thread) SESSION *g_pSessions;
#else
static SESSION *g_pSessions;
#endif
static RECORD g_aRecords[RECORDS_MAX];
static DWORD g_cRecords;

#ifdef BUG_20_names_of_20_units
#define NAME_MAX 20
#else
#define NAME_MAX UNLEN
#endif

static SESSION *Find(HANDLE hConnection)
{
    SESSION *pSession;
#ifdef BUG_33_cached_session
    static SESSION *s_pLast;
    if (s_pLast != NULL && s_pLast->hConnection == hConnection) {
        return s_pLast;
    }
#endif
    for (pSession = g_pSessions; pSession != NULL; pSession = pSession->pNext) {
        if (pSession->hConnection == hConnection) {
#ifdef BUG_33_cached_session
            s_pLast = pSession;
#endif
            return pSession;
        }
    }
    return NULL;
}

/* Whether a user may come once more. The same name in another domain is another user. */
static BOOL HasRoomFor(const WCHAR *pwszUser, const WCHAR *pwszDomain)
{
    SESSION *pSession;
    DWORD c = 0;
    for (pSession = g_pSessions; pSession != NULL; pSession = pSession->pNext) {
#if defined(BUG_21_domain_ignored) || defined(BUG_10_asks_the_other_half)
        UNREFERENCED_PARAMETER(pwszDomain);
        if (SameName(pSession->wszUser, pwszUser, NAME_MAX)) {
#else
        if (SameName(pSession->wszUser, pwszUser, NAME_MAX) && SameName(pSession->wszDomain, pwszDomain, DNLEN)) {
#endif
            c++;
        }
    }
#ifdef BUG_22_one_session_too_many
    return c <= SESSIONS_PER_USER;
#else
    return c < SESSIONS_PER_USER;
#endif
}

static SESSION *Begin(const RAS_CONNECTION_0 *p0)
{
    SESSION *pSession = NULL;
#ifdef BUG_23_second_dial_overwrites
    for (pSession = g_pSessions; pSession != NULL; pSession = pSession->pNext) {
        if (SameName(pSession->wszUser, p0->wszUserName, UNLEN)) {
            pSession->hConnection = p0->hConnection;
            pSession->cLinks = 0;
            return pSession;
        }
    }
#endif
    pSession = calloc(1, sizeof(*pSession));
    if (pSession == NULL) {
        return NULL;
    }
    pSession->hConnection = p0->hConnection;
#ifdef BUG_36_keeps_the_argument
    pSession->p0 = p0;
#endif
    CopyName(pSession->wszUser, p0->wszUserName, NAME_MAX);
    CopyName(pSession->wszDomain, p0->wszLogonDomain, DNLEN);
    pSession->pNext = g_pSessions;
    g_pSessions = pSession;
    return pSession;
}

/* Takes a session out of the list, and frees it. */
static VOID End(SESSION *pSession)
{
    SESSION **ppSession = &g_pSessions;
    while (*ppSession != NULL && *ppSession != pSession) {
        ppSession = &(*ppSession)->pNext;
    }
    if (*ppSession != NULL) {
        *ppSession = pSession->pNext;
    }
#ifndef BUG_24_session_not_freed
    free(pSession);
#endif
}

static VOID EndAll(VOID)
{
#ifndef BUG_25_sessions_survive_stop
    while (g_pSessions != NULL) {
        End(g_pSessions);
    }
    g_cRecords = 0;
#endif
}

/* One line of the account of a session that ends. */
static VOID Charge(const SESSION *pSession, DWORD dwSeconds, const RAS_CONNECTION_1 *p1)
{
#if defined(BUG_26_records_past_the_table)
    RECORD *pRecord = &g_aRecords[g_cRecords++];
#elif defined(BUG_28_counter_of_records_wraps)
    static signed char s_iRecord;
    RECORD *pRecord = &g_aRecords[s_iRecord++ % RECORDS_MAX];
#else
    RECORD *pRecord = &g_aRecords[g_cRecords++ % RECORDS_MAX];
#endif
#ifdef BUG_36_keeps_the_argument
    CopyName(pRecord->wszUser, pSession->p0->wszUserName, UNLEN);
#else
    CopyName(pRecord->wszUser, pSession->wszUser, NAME_MAX);
#endif
    pRecord->dwSeconds = dwSeconds;
    pRecord->dwReceived = p1->dwBytesRcved;
    pRecord->dwSent = p1->dwBytesXmited;
}

#ifdef BUG_29_links_of_all_sessions
static SESSION g_allLinks;
#endif

/* Whether the link fits. A port carries one link at a time. */
static BOOL AddLink(SESSION *pSession, HANDLE hPort)
{
#ifdef BUG_29_links_of_all_sessions
    pSession = &g_allLinks;
#endif
    if (pSession->cLinks == LINKS_PER_SESSION) {
        return FALSE;
    }
    pSession->ahPorts[pSession->cLinks++] = hPort;
    return TRUE;
}

/* A link that was refused may be hung up as well: it is none of the session's. */
static VOID DropLink(SESSION *pSession, HANDLE hPort)
{
    DWORD i;
#if defined(BUG_29_links_of_all_sessions)
    pSession = &g_allLinks;
#elif defined(BUG_31_links_never_dropped)
    return;
#elif defined(BUG_32_refused_links_dropped)
    pSession->cLinks -= pSession->cLinks > 0;
    return;
#endif
    for (i = 0; i < pSession->cLinks; i++) {
        if (pSession->ahPorts[i] == hPort) {
            pSession->ahPorts[i] = pSession->ahPorts[--pSession->cLinks];
            return;
        }
    }
}

#endif
