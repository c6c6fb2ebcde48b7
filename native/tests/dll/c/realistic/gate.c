/* A gate as a team writes one: users of a list stay out, nobody comes more than twice or with more than two links, clients in
 * quarantine do not stay, those without an address have one of a pool, and each session is charged for.
 *
 * It keeps every duty. Each macro BUG_nn_name makes one mistake of those that authors make: scripts/realistic.sh builds the
 * gate with each, and shows which are found by what. */
#include "system.h"
#include "pool.h"
#include "sessions.h"

#define EXPORT __declspec(dllexport)

EXPORT DWORD APIENTRY MprAdminInitializeDll(VOID)
{
#ifdef BUG_42_second_start_fails
    static BOOL s_fStarted;
    if (s_fStarted) {
        return ERROR_ALREADY_EXISTS;
    }
    s_fStarted = TRUE;
#endif
#ifdef BUG_43_listens_on_a_port
    struct sockaddr_in here = {0};
    int socketOfMonitor = socket(AF_INET, SOCK_STREAM, 0);
    here.sin_family = AF_INET;
    here.sin_port = htons(47923);
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(socketOfMonitor, (struct sockaddr *)&here, sizeof(here)) != 0) {
        return ERROR_BUSY;
    }
#endif
    InitializeCriticalSection(&g_poolLock);
    InitializeCriticalSection(&g_sessionLock);
    ResetPool();
    EndAll();
    return NO_ERROR;
}

EXPORT DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    EndAll();
    ResetPool();
    DeleteCriticalSection(&g_sessionLock);
    DeleteCriticalSection(&g_poolLock);
    return NO_ERROR;
}

#ifdef BUG_38_thread_for_each_session
static void *Watch(void *pSession)
{
    for (;;) {
        pause();
    }
    return pSession;
}
#endif

/* Lets a user in, and begins the session. */
static BOOL Admit(const RAS_CONNECTION_0 *p0)
{
    SESSION *pSession;
    BOOL fAdmitted = FALSE;
#ifdef BUG_39_only_a_hundred
    static DWORD s_cConnections;
    if (++s_cConnections > 100) {
        return FALSE;
    }
#endif
    EnterCriticalSection(&g_sessionLock);
    if (IsRefused(p0->wszUserName)) {
        Trace("refused", p0->wszUserName);
#ifdef BUG_34_lock_kept_when_refused
        return FALSE;
#endif
    } else if (!HasRoomFor(p0->wszUserName, p0->wszLogonDomain)) {
        Trace("too many", p0->wszUserName);
    } else {
        pSession = Find(p0->hConnection);
        if (pSession != NULL) {
            End(pSession);
        }
        pSession = Begin(p0);
        fAdmitted = pSession != NULL;
        Trace("login", p0->wszUserName);
#if defined(BUG_37_log_file_stays_open)
        fputs("login\n", fopen("/dev/null", "a"));
#elif defined(BUG_38_thread_for_each_session)
        pthread_t watcher;
        pthread_create(&watcher, NULL, Watch, pSession);
#endif
    }
    LeaveCriticalSection(&g_sessionLock);
#ifdef BUG_41_no_error_for_true
    return fAdmitted ? NO_ERROR : ERROR_ACCESS_DENIED;
#else
    return fAdmitted;
#endif
}

/* Ends the session of a connection, and charges for it. One that was refused may be hung up as well: it has no session. */
static VOID Dismiss(const RAS_CONNECTION_0 *p0, const RAS_CONNECTION_1 *p1)
{
    SESSION *pSession;
    EnterCriticalSection(&g_sessionLock);
#if defined(BUG_46_hangup_by_user)
    pSession = g_pSessions;
    while (pSession != NULL && !SameName(pSession->wszUser, p0->wszUserName, UNLEN)) {
        pSession = pSession->pNext;
    }
#elif defined(BUG_30_hangup_by_interface)
    pSession = Find(p0->hInterface);
#else
    pSession = Find(p0->hConnection);
#endif
    if (pSession != NULL) {
        Charge(pSession, p0->dwConnectDuration, p1);
#ifdef BUG_47_log_after_free
        End(pSession);
        Trace("logout", pSession->wszUser);
#else
        Trace("logout", p0->wszUserName);
        End(pSession);
#endif
#ifdef BUG_48_freed_twice
        free(pSession);
#endif
    }
    LeaveCriticalSection(&g_sessionLock);
}

EXPORT BOOL APIENTRY MprAdminAcceptNewConnection(RAS_CONNECTION_0 *p0, RAS_CONNECTION_1 *p1)
{
    UNREFERENCED_PARAMETER(p1);
    return Admit(p0);
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotification(RAS_CONNECTION_0 *p0, RAS_CONNECTION_1 *p1)
{
    Dismiss(p0, p1);
}

/* Whether the client's health lets it in: one in quarantine has to mend first. */
static BOOL MayStay(RAS_QUARANTINE_STATE state)
{
#if defined(BUG_49_probation_inverted)
    return state != RAS_QUAR_STATE_QUARANTINE && state != RAS_QUAR_STATE_PROBATION;
#elif defined(BUG_50_not_capable_is_hostile)
    return state == RAS_QUAR_STATE_NORMAL || state == RAS_QUAR_STATE_PROBATION;
#elif defined(BUG_51_state_without_a_case)
    BOOL fStay;
    switch ((int)state) {
    case RAS_QUAR_STATE_NORMAL:
    case RAS_QUAR_STATE_PROBATION:
        fStay = TRUE;
        break;
    case RAS_QUAR_STATE_QUARANTINE:
        fStay = FALSE;
        break;
    }
    return fStay;
#else
    return state != RAS_QUAR_STATE_QUARANTINE;
#endif
}

EXPORT BOOL APIENTRY MprAdminAcceptNewConnection3(RAS_CONNECTION_0 *p0, RAS_CONNECTION_1 *p1, RAS_CONNECTION_2 *p2,
    RAS_CONNECTION_3 *p3)
{
    UNREFERENCED_PARAMETER(p1);
    UNREFERENCED_PARAMETER(p2);
#if defined(BUG_40_refusal_is_an_error_code)
    return MayStay(p3->rasQuarState) ? Admit(p0) : ERROR_ACCESS_DENIED;
#elif defined(BUG_45_refused_session_stays)
    return Admit(p0) && MayStay(p3->rasQuarState);
#else
    return MayStay(p3->rasQuarState) && Admit(p0);
#endif
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotification3(RAS_CONNECTION_0 *p0, RAS_CONNECTION_1 *p1,
    RAS_CONNECTION_2 *p2, RAS_CONNECTION_3 *p3)
{
    UNREFERENCED_PARAMETER(p2);
    UNREFERENCED_PARAMETER(p3);
#ifdef BUG_52_only_the_old_hangup_ends
    UNREFERENCED_PARAMETER(p1);
    Trace("logout", p0->wszUserName);
#else
    Dismiss(p0, p1);
#endif
}

EXPORT BOOL APIENTRY MprAdminAcceptReauthentication(RAS_CONNECTION_0 *p0, RAS_CONNECTION_1 *p1, RAS_CONNECTION_2 *p2,
    RAS_CONNECTION_3 *p3)
{
    UNREFERENCED_PARAMETER(p1);
    UNREFERENCED_PARAMETER(p2);
    Trace("checked", p0->wszUserName);
#ifdef BUG_44_quarantine_is_not_charged
    if (!MayStay(p3->rasQuarState) && Find(p0->hConnection) != NULL) {
        End(Find(p0->hConnection));
    }
#endif
    return MayStay(p3->rasQuarState);
}

EXPORT BOOL APIENTRY MprAdminAcceptNewLink(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    SESSION *pSession;
    BOOL fAccepted;
#ifdef BUG_53_table_by_condition
    static DWORD s_acConditions[4];
    s_acConditions[pPort0->dwPortCondition - 1] += 0x10000;
#endif
    UNREFERENCED_PARAMETER(pPort1);
    EnterCriticalSection(&g_sessionLock);
    pSession = Find(pPort0->hConnection);
    fAccepted = pSession != NULL && AddLink(pSession, pPort0->hPort);
    LeaveCriticalSection(&g_sessionLock);
    return fAccepted;
}

EXPORT VOID APIENTRY MprAdminLinkHangupNotification(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    SESSION *pSession;
    UNREFERENCED_PARAMETER(pPort1);
    EnterCriticalSection(&g_sessionLock);
    pSession = Find(pPort0->hConnection);
    if (pSession != NULL) {
        DropLink(pSession, pPort0->hPort);
#ifdef BUG_54_first_link_ends_the_session
        End(pSession);
#endif
    }
    LeaveCriticalSection(&g_sessionLock);
}
