/*
 * Critical sections, slim locks, condition variables, and numbers that several threads change. The host is told of
 * every lock that is taken and given back, so that it can say which callout has left one locked. Part of mockras:
 * windows.h in the folder above includes it.
 */
#ifndef MOCKRAS_LOCKS_H
#define MOCKRAS_LOCKS_H
#pragma GCC system_header

typedef struct _RTL_CRITICAL_SECTION {
    PVOID DebugInfo;
    LONG LockCount;
    LONG RecursionCount;
    HANDLE OwningThread;
    HANDLE LockSemaphore;
    ULONG_PTR SpinCount;
} CRITICAL_SECTION, *PCRITICAL_SECTION, *LPCRITICAL_SECTION, RTL_CRITICAL_SECTION;

typedef struct _RTL_SRWLOCK {
    PVOID Ptr;
} SRWLOCK, *PSRWLOCK, RTL_SRWLOCK;

typedef struct _RTL_CONDITION_VARIABLE {
    PVOID Ptr;
} CONDITION_VARIABLE, *PCONDITION_VARIABLE;

typedef union _RTL_RUN_ONCE {
    PVOID Ptr;
} INIT_ONCE, *PINIT_ONCE, *LPINIT_ONCE;

#ifdef __cplusplus
#define SRWLOCK_INIT {}
#define CONDITION_VARIABLE_INIT {}
#define INIT_ONCE_STATIC_INIT {}
#else
#define SRWLOCK_INIT {NULL}
#define CONDITION_VARIABLE_INIT {NULL}
#define INIT_ONCE_STATIC_INIT {NULL}
#endif

static inline void InitializeCriticalSection(LPCRITICAL_SECTION section)
{
    memset(section, 0, sizeof *section);
    section->DebugInfo = section;
    section->LockCount = -1;
}

static inline BOOL InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION section, DWORD spins)
{
    InitializeCriticalSection(section);
    section->SpinCount = spins;
    return TRUE;
}

static inline BOOL InitializeCriticalSectionEx(LPCRITICAL_SECTION section, DWORD spins, DWORD flags)
{
    (void)flags;
    return InitializeCriticalSectionAndSpinCount(section, spins);
}

/* One that was never initialised, or is deleted, ends the process, as it may on Windows. */
static inline void mockras_check_section(LPCRITICAL_SECTION section, const char *function)
{
    char text[120];
    if (section->DebugInfo == section)
        return;
    mockras_snprintf(text, sizeof text, "%s ends the process: the critical section is not initialized", function);
    mockras_note(text);
    abort();
}

/* Waits until a lock may be had, which the caller sees to. The mutex is held. */
#define MOCKRAS_AWAIT(condition, lock, function)                    \
    do {                                                            \
        mockras_waiter mockras_me;                                  \
        if (condition)                                              \
            break;                                                  \
        mockras_lock_goes(lock, MOCKRAS_LOCK_AWAITED, function);    \
        mockras_wait_begin(&mockras_me, INFINITE);                  \
        while (!(condition))                                        \
            mockras_wait_more(&mockras_me, function);               \
        mockras_wait_end(&mockras_me);                              \
    } while (0)

static inline void mockras_took(const void *lock, const char *kind)
{
    mockras_locks_held++;
    mockras_lock_goes(lock, MOCKRAS_LOCK_TAKEN, kind);
}

static inline void mockras_gave(const void *lock, const char *kind)
{
    mockras_locks_held--;
    mockras_lock_goes(lock, MOCKRAS_LOCK_GIVEN, kind);
}

#define MOCKRAS_SECTION "critical section"
#define MOCKRAS_SLIM "slim lock"

static inline void mockras_enter_section(LPCRITICAL_SECTION section, HANDLE me)
{
    section->OwningThread = me;
    section->LockCount++;
    if (section->RecursionCount++ == 0)
        mockras_took(section, MOCKRAS_SECTION);
}

static inline void EnterCriticalSection(LPCRITICAL_SECTION section)
{
    HANDLE me;
    mockras_check_section(section, "EnterCriticalSection");
    mockras_enter();
    me = (HANDLE)(UINT_PTR)mockras_thread_held();
    MOCKRAS_AWAIT(section->RecursionCount == 0 || section->OwningThread == me, section, "EnterCriticalSection");
    mockras_enter_section(section, me);
    mockras_leave();
}

static inline BOOL TryEnterCriticalSection(LPCRITICAL_SECTION section)
{
    HANDLE me;
    BOOL is_free;
    mockras_check_section(section, "TryEnterCriticalSection");
    mockras_enter();
    me = (HANDLE)(UINT_PTR)mockras_thread_held();
    is_free = section->RecursionCount == 0 || section->OwningThread == me;
    if (is_free)
        mockras_enter_section(section, me);
    mockras_leave();
    return is_free;
}

static inline void LeaveCriticalSection(LPCRITICAL_SECTION section)
{
    mockras_check_section(section, "LeaveCriticalSection");
    mockras_enter();
    if (section->RecursionCount <= 0 || section->OwningThread != (HANDLE)(UINT_PTR)mockras_thread_held()) {
        mockras_leave();
        mockras_note("LeaveCriticalSection of a critical section that this thread has not entered");
        return;
    }
    section->LockCount--;
    if (--section->RecursionCount == 0) {
        section->OwningThread = NULL;
        mockras_gave(section, MOCKRAS_SECTION);
        mockras_change();
    }
    mockras_leave();
}

static inline void DeleteCriticalSection(LPCRITICAL_SECTION section)
{
    mockras_enter();
    if (section->RecursionCount > 0)
        mockras_gave(section, MOCKRAS_SECTION);
    memset(section, 0, sizeof *section);
    mockras_leave();
}

/* A slim lock is 0, or twice the number of its readers, or twice the number of the thread that writes plus 1. */
#define MOCKRAS_SLIM_VALUE(lock) ((UINT_PTR)(lock)->Ptr)

static inline void InitializeSRWLock(PSRWLOCK lock)
{
    lock->Ptr = NULL;
}

static inline void AcquireSRWLockExclusive(PSRWLOCK lock)
{
    mockras_enter();
    MOCKRAS_AWAIT(MOCKRAS_SLIM_VALUE(lock) == 0, lock, "AcquireSRWLockExclusive");
    lock->Ptr = (PVOID)(UINT_PTR)(2 * mockras_thread_held() + 1);
    mockras_took(lock, MOCKRAS_SLIM);
    mockras_leave();
}

static inline void AcquireSRWLockShared(PSRWLOCK lock)
{
    mockras_enter();
    MOCKRAS_AWAIT(MOCKRAS_SLIM_VALUE(lock) % 2 == 0, lock, "AcquireSRWLockShared");
    lock->Ptr = (PVOID)(MOCKRAS_SLIM_VALUE(lock) + 2);
    mockras_took(lock, MOCKRAS_SLIM);
    mockras_leave();
}

static inline BOOLEAN mockras_try_slim(PSRWLOCK lock, int is_shared)
{
    BOOLEAN is_free;
    mockras_enter();
    is_free = is_shared ? MOCKRAS_SLIM_VALUE(lock) % 2 == 0 : MOCKRAS_SLIM_VALUE(lock) == 0;
    if (is_free) {
        lock->Ptr = (PVOID)(is_shared ? MOCKRAS_SLIM_VALUE(lock) + 2 : (UINT_PTR)(2 * mockras_thread_held() + 1));
        mockras_took(lock, MOCKRAS_SLIM);
    }
    mockras_leave();
    return is_free;
}

#define TryAcquireSRWLockExclusive(lock) mockras_try_slim((lock), 0)
#define TryAcquireSRWLockShared(lock) mockras_try_slim((lock), 1)

static inline void mockras_release_slim(PSRWLOCK lock, int is_shared)
{
    mockras_enter();
    if (MOCKRAS_SLIM_VALUE(lock) == 0 || (MOCKRAS_SLIM_VALUE(lock) % 2 == 0) != is_shared) {
        mockras_leave();
        mockras_note("a slim lock is released that is not taken in this way");
        return;
    }
    lock->Ptr = is_shared ? (PVOID)(MOCKRAS_SLIM_VALUE(lock) - 2) : NULL;
    mockras_gave(lock, MOCKRAS_SLIM);
    mockras_change();
    mockras_leave();
}

#define ReleaseSRWLockExclusive(lock) mockras_release_slim((lock), 0)
#define ReleaseSRWLockShared(lock) mockras_release_slim((lock), 1)

/* A condition variable counts how often it was woken. */
static inline void InitializeConditionVariable(PCONDITION_VARIABLE variable)
{
    variable->Ptr = NULL;
}

static inline void WakeAllConditionVariable(PCONDITION_VARIABLE variable)
{
    mockras_enter();
    variable->Ptr = (PVOID)((UINT_PTR)variable->Ptr + 1);
    mockras_change();
    mockras_leave();
}

#define WakeConditionVariable WakeAllConditionVariable

static inline BOOL SleepConditionVariableCS(PCONDITION_VARIABLE variable, PCRITICAL_SECTION section, DWORD milliseconds)
{
    mockras_waiter waiter;
    PVOID before;
    BOOL is_woken = TRUE;
    mockras_enter();
    before = variable->Ptr;
    mockras_leave();
    LeaveCriticalSection(section);
    mockras_enter();
    mockras_wait_begin(&waiter, milliseconds);
    while (is_woken && variable->Ptr == before)
        is_woken = mockras_wait_more(&waiter, "SleepConditionVariableCS");
    mockras_wait_end(&waiter);
    mockras_leave();
    EnterCriticalSection(section);
    return is_woken ? TRUE : mockras_fail(1460);
}

typedef BOOL (*PINIT_ONCE_FN)(PINIT_ONCE once, PVOID parameter, PVOID *context);

/* 1 is being done, 2 is done. */
static inline BOOL InitOnceExecuteOnce(PINIT_ONCE once, PINIT_ONCE_FN initialize, PVOID parameter, LPVOID *context)
{
    BOOL is_first, is_done = TRUE;
    mockras_enter();
    MOCKRAS_AWAIT((UINT_PTR)once->Ptr != 1, once, "InitOnceExecuteOnce");
    is_first = once->Ptr == NULL;
    once->Ptr = (PVOID)(UINT_PTR)(is_first ? 1 : 2);
    mockras_leave();
    if (is_first) {
        is_done = initialize(once, parameter, context);
        mockras_enter();
        once->Ptr = (PVOID)(UINT_PTR)(is_done ? 2 : 0);
        mockras_change();
        mockras_leave();
    }
    return is_done;
}

/* One operation, which no other thread can divide. */
#define InterlockedIncrement(at) __atomic_add_fetch((at), 1, __ATOMIC_SEQ_CST)
#define InterlockedDecrement(at) __atomic_sub_fetch((at), 1, __ATOMIC_SEQ_CST)
#define InterlockedExchange(at, value) __atomic_exchange_n((at), (value), __ATOMIC_SEQ_CST)
#define InterlockedExchangeAdd(at, value) __atomic_fetch_add((at), (value), __ATOMIC_SEQ_CST)
#define InterlockedAdd(at, value) __atomic_add_fetch((at), (value), __ATOMIC_SEQ_CST)
#define InterlockedAnd(at, value) __atomic_fetch_and((at), (value), __ATOMIC_SEQ_CST)
#define InterlockedOr(at, value) __atomic_fetch_or((at), (value), __ATOMIC_SEQ_CST)
#define InterlockedXor(at, value) __atomic_fetch_xor((at), (value), __ATOMIC_SEQ_CST)
#define InterlockedCompareExchange(at, value, expected) __sync_val_compare_and_swap((at), (expected), (value))
#define InterlockedIncrement64 InterlockedIncrement
#define InterlockedDecrement64 InterlockedDecrement
#define InterlockedExchange64 InterlockedExchange
#define InterlockedExchangeAdd64 InterlockedExchangeAdd
#define InterlockedAdd64 InterlockedAdd
#define InterlockedCompareExchange64 InterlockedCompareExchange
#define InterlockedExchangePointer(at, value) __atomic_exchange_n((at), (value), __ATOMIC_SEQ_CST)
#define InterlockedCompareExchangePointer(at, value, expected) __sync_val_compare_and_swap((at), (expected), (value))
#define MemoryBarrier() __sync_synchronize()
#define YieldProcessor() ((void)0)

#endif
