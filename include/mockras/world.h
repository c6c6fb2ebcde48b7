/*
 * Threads, and how they wait. A wait with a limit takes no time: when every thread is waiting, the one whose limit
 * comes first goes on, and that only while a callout waits as well. So what happens does not depend on how fast a
 * machine is. Part of mockras: windows.h in the folder above includes it.
 */
#ifndef MOCKRAS_WORLD_H
#define MOCKRAS_WORLD_H
#pragma GCC system_header

/* A thread that waits. Its limit is in milliseconds of waiting, of which nobody else hears. */
typedef struct mockras_waiter {
    struct mockras_waiter *next;
    uint64_t limit;
    int is_over;
    int has_news;
} mockras_waiter;

#define MOCKRAS_NEVER UINT64_MAX

typedef struct mockras_world_state {
    mockras_waiter *waiters;
    /* How many threads of CreateThread do not wait, and waiters that have news. */
    int running;
    /* How many other threads wait: those in which callouts run. */
    int callouts;
    uint64_t passed;
    DWORD threads;
} mockras_world_state;

MOCKRAS_C_BEGIN
MOCKRAS_SHARED pthread_cond_t mockras_changed = PTHREAD_COND_INITIALIZER;
MOCKRAS_SHARED mockras_world_state mockras_world = {NULL, 0, 0, 0, 0};
/* The number of this thread, and whether CreateThread made it. */
MOCKRAS_SHARED __thread DWORD mockras_thread_number = 0;
MOCKRAS_SHARED __thread int mockras_is_made = 0;
MOCKRAS_SHARED __thread int mockras_locks_held = 0;
MOCKRAS_C_END

/* Threads have the numbers 4100, 4104 and so on, in the order in which somebody asked. The mutex is held. */
static inline DWORD mockras_thread_held(void)
{
    if (!mockras_thread_number)
        mockras_thread_number = 4096 + 4 * ++mockras_world.threads;
    return mockras_thread_number;
}

static inline DWORD GetCurrentThreadId(void)
{
    DWORD number;
    mockras_enter();
    number = mockras_thread_held();
    mockras_leave();
    return number;
}

/* Something has changed: every waiter is to look again. The mutex is held. */
static inline void mockras_change(void)
{
    mockras_waiter *waiter;
    for (waiter = mockras_world.waiters; waiter; waiter = waiter->next) {
        if (!waiter->has_news) {
            waiter->has_news = 1;
            mockras_world.running++;
        }
    }
    if (mockras_world.waiters)
        pthread_cond_broadcast(&mockras_changed);
}

static inline void mockras_wait_begin(mockras_waiter *waiter, DWORD milliseconds)
{
    waiter->limit = milliseconds == INFINITE ? MOCKRAS_NEVER : mockras_world.passed + milliseconds;
    waiter->is_over = 0;
    waiter->has_news = 0;
    waiter->next = mockras_world.waiters;
    mockras_world.waiters = waiter;
    if (mockras_is_made) {
        mockras_world.running--;
        pthread_cond_broadcast(&mockras_changed);
    } else {
        mockras_world.callouts++;
    }
}

/* Waits for news; FALSE when the limit is reached. A wait that nothing can end is noted, and goes on for ever. */
static inline BOOL mockras_wait_more(mockras_waiter *waiter, const char *function)
{
    int is_noted = 0;
    if (waiter->has_news && !waiter->is_over) {
        waiter->has_news = 0;
        mockras_world.running--;
        pthread_cond_broadcast(&mockras_changed);
    }
    while (!waiter->has_news && !waiter->is_over) {
        mockras_waiter *first = NULL, *other;
        if (mockras_world.running == 0 && mockras_world.callouts > 0) {
            for (other = mockras_world.waiters; other; other = other->next)
                if (other->limit != MOCKRAS_NEVER && !other->is_over && (!first || other->limit <= first->limit))
                    first = other;
            if (first) {
                if (first->limit > mockras_world.passed)
                    mockras_world.passed = first->limit;
                first->is_over = 1;
                first->has_news = 1;
                mockras_world.running++;
                pthread_cond_broadcast(&mockras_changed);
                continue;
            }
            if (!mockras_is_made && !is_noted) {
                char text[160];
                mockras_snprintf(text, sizeof text, "%s waits for something that no thread of the DLL is left to do",
                    function);
                is_noted = 1;
                mockras_leave();
                mockras_note(text);
                mockras_enter();
                continue;
            }
        }
        pthread_cond_wait(&mockras_changed, &mockras_mutex);
    }
    return !waiter->is_over;
}

static inline void mockras_wait_end(mockras_waiter *waiter)
{
    mockras_waiter **at = &mockras_world.waiters;
    while (*at != waiter)
        at = &(*at)->next;
    *at = waiter->next;
    if (waiter->has_news)
        mockras_world.running--;
    if (mockras_is_made)
        mockras_world.running++;
    else
        mockras_world.callouts--;
}

/* What a wait with a limit, or a pause, leaves in the transcript. Threads of the DLL's own say nothing of it. */
static inline void mockras_note_pause(const char *function, DWORD milliseconds)
{
    char text[80];
    if (mockras_is_made)
        return;
    mockras_snprintf(text, sizeof text, "%s(%u) takes no time", function, milliseconds);
    mockras_note(text);
}

/* Lets every thread of the DLL go on that would be done by then. */
static inline void Sleep(DWORD milliseconds)
{
    mockras_waiter waiter;
    if (milliseconds)
        mockras_note_pause("Sleep", milliseconds);
    mockras_enter();
    mockras_wait_begin(&waiter, milliseconds);
    while (mockras_wait_more(&waiter, "Sleep"))
        ;
    mockras_wait_end(&waiter);
    mockras_leave();
}

static inline DWORD SleepEx(DWORD milliseconds, BOOL is_alertable)
{
    (void)is_alertable;
    Sleep(milliseconds);
    return 0;
}

#define SwitchToThread() (Sleep(0), TRUE)

/* Storage for each thread, by an index. */
#define TLS_OUT_OF_INDEXES 0xFFFFFFFFu
#define TLS_MINIMUM_AVAILABLE 64

MOCKRAS_C_BEGIN
MOCKRAS_SHARED uint64_t mockras_tls_taken = 0;
MOCKRAS_SHARED __thread void *mockras_tls[TLS_MINIMUM_AVAILABLE] = {NULL};
MOCKRAS_C_END

static inline DWORD TlsAlloc(void)
{
    DWORD index = 0;
    mockras_enter();
    while (index < TLS_MINIMUM_AVAILABLE && (mockras_tls_taken >> index & 1))
        index++;
    if (index < TLS_MINIMUM_AVAILABLE)
        mockras_tls_taken |= 1ull << index;
    mockras_leave();
    return index < TLS_MINIMUM_AVAILABLE ? index : TLS_OUT_OF_INDEXES;
}

static inline BOOL TlsFree(DWORD index)
{
    if (index >= TLS_MINIMUM_AVAILABLE || !(mockras_tls_taken >> index & 1))
        return mockras_fail(87);
    mockras_enter();
    mockras_tls_taken &= ~(1ull << index);
    mockras_leave();
    return TRUE;
}

static inline LPVOID TlsGetValue(DWORD index)
{
    SetLastError(index < TLS_MINIMUM_AVAILABLE ? 0 : 87);
    return index < TLS_MINIMUM_AVAILABLE ? mockras_tls[index] : NULL;
}

static inline BOOL TlsSetValue(DWORD index, LPVOID value)
{
    if (index >= TLS_MINIMUM_AVAILABLE)
        return mockras_fail(87);
    mockras_tls[index] = value;
    return TRUE;
}

#endif
