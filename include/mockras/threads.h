/*
 * Threads, events, mutexes and semaphores, and waits for them. Names of theirs mean nothing: there is one process. Part
 * of mockras: windows.h in the folder above includes it.
 */
#ifndef MOCKRAS_THREADS_H
#define MOCKRAS_THREADS_H
#pragma GCC system_header

#define WAIT_OBJECT_0 0
#define WAIT_ABANDONED 0x80
#define WAIT_ABANDONED_0 0x80
#define WAIT_TIMEOUT 258
#define WAIT_FAILED 0xFFFFFFFFu
#define MAXIMUM_WAIT_OBJECTS 64
#define STILL_ACTIVE 259
#define CREATE_SUSPENDED 0x4
#define SYNCHRONIZE 0x100000
#define EVENT_ALL_ACCESS 0x1F0003
#define EVENT_MODIFY_STATE 0x2
#define MUTEX_ALL_ACCESS 0x1F0001

typedef DWORD (*LPTHREAD_START_ROUTINE)(LPVOID parameter);
typedef LPTHREAD_START_ROUTINE PTHREAD_START_ROUTINE;

/* An event, a mutex, a semaphore or a thread. */
typedef struct mockras_signal {
    mockras_object head;
    /* Events: whether a wait leaves it set. */
    BOOL is_manual;
    /* Whether it is set, how much a semaphore has left, or whether a thread has ended. */
    LONG count, most;
    /* The owner of a mutex, and how often it has it. */
    DWORD owner;
    LONG depth;
    /* Threads. */
    LPTHREAD_START_ROUTINE start;
    unsigned (*start_of_c)(void *);
    LPVOID parameter;
    DWORD number, code;
    BOOL is_suspended;
} mockras_signal;

static inline mockras_signal *mockras_new_signal(void)
{
    return (mockras_signal *)calloc(1, sizeof(mockras_signal));
}

/* Whether a wait for it can end now; if `takes`, it does. The mutex is held. */
static inline BOOL mockras_is_set(mockras_signal *signal, BOOL takes)
{
    DWORD me = mockras_thread_held();
    if (signal->head.kind == MOCKRAS_MUTEX) {
        if (signal->depth && signal->owner != me)
            return FALSE;
        if (takes) {
            if (signal->depth == 0)
                mockras_took(signal, "mutex");
            signal->owner = me;
            signal->depth++;
        }
        return TRUE;
    }
    if (signal->count <= 0)
        return FALSE;
    if (takes && (signal->head.kind == MOCKRAS_SEMAPHORE || (signal->head.kind == MOCKRAS_EVENT && !signal->is_manual)))
        signal->count--;
    return TRUE;
}

/* The object of a handle that can be waited for. The mutex is held. */
static inline mockras_signal *mockras_waitable(HANDLE handle)
{
    mockras_object *object = mockras_find_held(handle, MOCKRAS_ANY);
    int is_one = object && (object->kind == MOCKRAS_EVENT || object->kind == MOCKRAS_MUTEX ||
        object->kind == MOCKRAS_SEMAPHORE || object->kind == MOCKRAS_THREAD);
    return is_one ? (mockras_signal *)(void *)object : NULL;
}

/* Which of them are set: the first, or all as the count; MAXIMUM_WAIT_OBJECTS if not. */
static inline DWORD mockras_which(mockras_signal *const *signals, DWORD count, BOOL all)
{
    DWORD at, set = 0, first = MAXIMUM_WAIT_OBJECTS;
    for (at = 0; at < count; at++) {
        if (mockras_is_set(signals[at], FALSE)) {
            set++;
            first = first == MAXIMUM_WAIT_OBJECTS ? at : first;
        }
    }
    if (all ? set < count : set == 0)
        return MAXIMUM_WAIT_OBJECTS;
    for (at = 0; at < count; at++)
        if (all || at == first)
            mockras_is_set(signals[at], TRUE);
    return all ? 0 : first;
}

static inline DWORD mockras_wait_for(DWORD count, const HANDLE *handles, BOOL all, DWORD milliseconds,
    const char *function)
{
    mockras_signal *signals[MAXIMUM_WAIT_OBJECTS];
    mockras_waiter waiter;
    DWORD at, found;
    if (count == 0 || count > MAXIMUM_WAIT_OBJECTS) {
        SetLastError(87);
        return WAIT_FAILED;
    }
    mockras_enter();
    for (at = 0; at < count; at++) {
        signals[at] = mockras_waitable(handles[at]);
        if (!signals[at]) {
            mockras_leave();
            SetLastError(6);
            return WAIT_FAILED;
        }
    }
    for (at = 0; at < count; at++)
        signals[at]->head.references++;
    found = mockras_which(signals, count, all);
    if (found == MAXIMUM_WAIT_OBJECTS && milliseconds) {
        if (milliseconds != INFINITE) {
            mockras_leave();
            mockras_note_pause(function, milliseconds);
            mockras_enter();
        }
        mockras_wait_begin(&waiter, milliseconds);
        while ((found = mockras_which(signals, count, all)) == MAXIMUM_WAIT_OBJECTS && mockras_wait_more(&waiter,
            function))
            ;
        mockras_wait_end(&waiter);
    }
    for (at = 0; at < count; at++)
        mockras_release_held(&signals[at]->head);
    mockras_leave();
    return found == MAXIMUM_WAIT_OBJECTS ? WAIT_TIMEOUT : WAIT_OBJECT_0 + found;
}

static inline DWORD WaitForSingleObject(HANDLE handle, DWORD milliseconds)
{
    return mockras_wait_for(1, &handle, FALSE, milliseconds, "WaitForSingleObject");
}

static inline DWORD WaitForSingleObjectEx(HANDLE handle, DWORD milliseconds, BOOL is_alertable)
{
    (void)is_alertable;
    return WaitForSingleObject(handle, milliseconds);
}

static inline DWORD WaitForMultipleObjects(DWORD count, const HANDLE *handles, BOOL all, DWORD milliseconds)
{
    return mockras_wait_for(count, handles, all, milliseconds, "WaitForMultipleObjects");
}

static inline HANDLE CreateEventW(LPSECURITY_ATTRIBUTES security, BOOL is_manual, BOOL is_set, LPCWSTR name)
{
    mockras_signal *made = mockras_new_signal();
    (void)security;
    (void)name;
    if (made) {
        made->is_manual = is_manual;
        made->count = is_set != FALSE;
    }
    SetLastError(0);
    return mockras_open(made, MOCKRAS_EVENT, NULL);
}

#define CreateEventA(security, is_manual, is_set, name) \
    ((void)(name), CreateEventW((security), (is_manual), (is_set), NULL))
#define CreateEvent MOCKRAS_AW(CreateEvent)

static inline BOOL mockras_set_event(HANDLE handle, LONG count)
{
    mockras_signal *event;
    mockras_enter();
    event = (mockras_signal *)(void *)mockras_find_held(handle, MOCKRAS_EVENT);
    if (event) {
        event->count = count;
        mockras_change();
    }
    mockras_leave();
    return event ? TRUE : mockras_fail(6);
}

#define SetEvent(handle) mockras_set_event((handle), 1)
#define ResetEvent(handle) mockras_set_event((handle), 0)

static inline HANDLE CreateMutexW(LPSECURITY_ATTRIBUTES security, BOOL is_mine, LPCWSTR name)
{
    HANDLE handle = mockras_open(mockras_new_signal(), MOCKRAS_MUTEX, NULL);
    (void)security;
    (void)name;
    SetLastError(0);
    if (handle && is_mine)
        WaitForSingleObject(handle, 0);
    return handle;
}

#define CreateMutexA(security, is_mine, name) ((void)(name), CreateMutexW((security), (is_mine), NULL))
#define CreateMutex MOCKRAS_AW(CreateMutex)

static inline BOOL ReleaseMutex(HANDLE handle)
{
    mockras_signal *mutex;
    BOOL is_mine;
    mockras_enter();
    mutex = (mockras_signal *)(void *)mockras_find_held(handle, MOCKRAS_MUTEX);
    is_mine = mutex && mutex->depth && mutex->owner == mockras_thread_held();
    if (is_mine && --mutex->depth == 0) {
        mockras_gave(mutex, "mutex");
        mockras_change();
    }
    mockras_leave();
    return is_mine ? TRUE : mockras_fail(mutex ? 288 : 6);
}

static inline HANDLE CreateSemaphoreW(LPSECURITY_ATTRIBUTES security, LONG count, LONG most, LPCWSTR name)
{
    mockras_signal *made = mockras_new_signal();
    (void)security;
    (void)name;
    if (made) {
        made->count = count;
        made->most = most;
    }
    return mockras_open(made, MOCKRAS_SEMAPHORE, NULL);
}

#define CreateSemaphoreA(security, count, most, name) ((void)(name), CreateSemaphoreW((security), (count), (most), \
    NULL))
#define CreateSemaphore MOCKRAS_AW(CreateSemaphore)

static inline BOOL ReleaseSemaphore(HANDLE handle, LONG more, LONG *before)
{
    mockras_signal *semaphore;
    BOOL has_room;
    mockras_enter();
    semaphore = (mockras_signal *)(void *)mockras_find_held(handle, MOCKRAS_SEMAPHORE);
    has_room = semaphore && more > 0 && semaphore->count <= semaphore->most - more;
    if (has_room) {
        if (before)
            *before = semaphore->count;
        semaphore->count += more;
        mockras_change();
    }
    mockras_leave();
    return has_room ? TRUE : mockras_fail(semaphore ? 298 : 6);
}

MOCKRAS_C_BEGIN
/* The object of this thread, if CreateThread made it. */
MOCKRAS_SHARED __thread mockras_signal *mockras_this_thread = NULL;
MOCKRAS_C_END

static inline void mockras_thread_ends(mockras_signal *thread, DWORD code)
{
    char text[96];
    if (mockras_locks_held > 0) {
        mockras_snprintf(text, sizeof text, "a thread of the DLL ends and has not given back %d lock%s",
            mockras_locks_held,
            mockras_locks_held == 1 ? "" : "s");
        mockras_note(text);
    }
    mockras_enter();
    thread->code = code;
    thread->count = 1;
    mockras_world.running--;
    mockras_change();
    pthread_cond_broadcast(&mockras_changed);
    mockras_release_held(&thread->head);
    mockras_leave();
}

static inline void *mockras_thread_runs(void *given)
{
    mockras_signal *thread = (mockras_signal *)given;
    mockras_waiter waiter;
    DWORD code;
    mockras_enter();
    mockras_is_made = 1;
    mockras_this_thread = thread;
    mockras_thread_number = thread->number;
    if (thread->is_suspended) {
        mockras_wait_begin(&waiter, INFINITE);
        while (thread->is_suspended)
            mockras_wait_more(&waiter, "a suspended thread");
        mockras_wait_end(&waiter);
    }
    mockras_leave();
    code = thread->start ? thread->start(thread->parameter) : thread->start_of_c(thread->parameter);
    mockras_thread_ends(thread, code);
    return NULL;
}

static inline HANDLE mockras_start_thread(LPTHREAD_START_ROUTINE start, unsigned (*start_of_c)(void *),
    LPVOID parameter,
    DWORD flags, LPDWORD number)
{
    mockras_signal *thread = mockras_new_signal();
    HANDLE handle = mockras_open(thread, MOCKRAS_THREAD, NULL);
    pthread_t made;
    if (!handle)
        return NULL;
    thread->start = start;
    thread->start_of_c = start_of_c;
    thread->parameter = parameter;
    thread->code = STILL_ACTIVE;
    thread->is_suspended = (flags & CREATE_SUSPENDED) != 0;
    mockras_enter();
    thread->number = 4096 + 4 * ++mockras_world.threads;
    thread->head.references++;
    mockras_world.running++;
    mockras_leave();
    if (number)
        *number = thread->number;
    if (pthread_create(&made, NULL, mockras_thread_runs, thread) != 0) {
        mockras_thread_ends(thread, 0);
        CloseHandle(handle);
        SetLastError(8);
        return NULL;
    }
    pthread_detach(made);
    return handle;
}

static inline HANDLE CreateThread(LPSECURITY_ATTRIBUTES security, SIZE_T stack, LPTHREAD_START_ROUTINE start,
    LPVOID parameter,
    DWORD flags, LPDWORD number)
{
    (void)security;
    (void)stack;
    return mockras_start_thread(start, NULL, parameter, flags, number);
}

static inline uintptr_t _beginthreadex(void *security, unsigned stack, unsigned (*start)(void *), void *parameter,
    unsigned flags, unsigned *number)
{
    (void)security;
    (void)stack;
    return (uintptr_t)mockras_start_thread(NULL, start, parameter, flags, number);
}

static inline void ExitThread(DWORD code)
{
    if (mockras_this_thread)
        mockras_thread_ends(mockras_this_thread, code);
    pthread_exit(NULL);
}

#define _endthreadex ExitThread

static inline DWORD ResumeThread(HANDLE handle)
{
    mockras_signal *thread;
    DWORD was = 0;
    mockras_enter();
    thread = (mockras_signal *)(void *)mockras_find_held(handle, MOCKRAS_THREAD);
    if (thread) {
        was = thread->is_suspended != 0;
        thread->is_suspended = FALSE;
        mockras_change();
    }
    mockras_leave();
    return thread ? was : MAXDWORD;
}

static inline BOOL GetExitCodeThread(HANDLE handle, LPDWORD code)
{
    mockras_object *thread = mockras_use(handle, MOCKRAS_THREAD);
    if (!thread)
        return FALSE;
    *code = ((mockras_signal *)(void *)thread)->code;
    mockras_unuse(thread);
    return TRUE;
}

#define GetCurrentThread() ((HANDLE)(LONG_PTR)-2)
#define SetThreadPriority(thread, priority) ((void)(thread), (void)(priority), TRUE)
#define THREAD_PRIORITY_NORMAL 0
#define THREAD_PRIORITY_BELOW_NORMAL (-1)

#endif
