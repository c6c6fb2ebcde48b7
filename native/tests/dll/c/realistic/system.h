/* What the gate takes of Windows beyond types, for systems that are not: a CRITICAL_SECTION, which one thread may enter
 * twice. */
#ifndef GATE_SYSTEM_H
#define GATE_SYSTEM_H

#ifndef _WIN32
#define _XOPEN_SOURCE 700
#include <pthread.h>
#endif
#include <windows.h>

#ifndef _WIN32
typedef pthread_mutex_t CRITICAL_SECTION;

static VOID InitializeCriticalSection(CRITICAL_SECTION *pLock)
{
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(pLock, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

static VOID DeleteCriticalSection(CRITICAL_SECTION *pLock)
{
    pthread_mutex_destroy(pLock);
}

static VOID EnterCriticalSection(CRITICAL_SECTION *pLock)
{
    pthread_mutex_lock(pLock);
}

static VOID LeaveCriticalSection(CRITICAL_SECTION *pLock)
{
    pthread_mutex_unlock(pLock);
}
#endif

/* What only some bugs need. */
#if defined(BUG_37_log_file_stays_open) || defined(BUG_27_line_too_short)
#include <stdio.h>
#endif
#ifdef BUG_38_thread_for_each_session
#include <unistd.h>
#endif
#ifdef BUG_43_listens_on_a_port
#include <netinet/in.h>
#include <sys/socket.h>
#endif

#endif
