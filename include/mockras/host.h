/*
 * What the program that loads a DLL tells it and hears of it: the time, the registry, notes, locks that are held. Part
 * of mockras: windows.h in the folder above includes it. Each function is weak: other programs do not have them.
 */
#ifndef MOCKRAS_HOST_H
#define MOCKRAS_HOST_H
#pragma GCC system_header
#include <mockras.h>

#ifdef __APPLE__
#define MOCKRAS_OF_HOST __attribute__((weak_import))
#else
#define MOCKRAS_OF_HOST __attribute__((weak))
#endif

MOCKRAS_C_BEGIN
/* The time of the scenario, in steps of 100 ns: that since 1601, or that since the scenario began. */
uint64_t MockrasClock(uint32_t since) MOCKRAS_OF_HOST;
/*
 * An entry of the scenario's registry, by its number: key, name, type and bytes in hexadecimal digits, with a tab
 * between each and a NUL at the end. Returns the length without the NUL, of which as much is written as `size` holds; 0
 * if there is no such entry.
 */
uint32_t MockrasRegistry(uint32_t index, char *entry, uint32_t size) MOCKRAS_OF_HOST;
/* What a lock goes through: it is taken, given back, or waited for by a thread that cannot have it now. */
void MockrasLock(const void *lock, uint32_t what, const char *name) MOCKRAS_OF_HOST;
/* The DLL is unloaded and has not given back something: what. */
void MockrasKept(const char *what) MOCKRAS_OF_HOST;
MOCKRAS_C_END

#define MOCKRAS_SINCE_1601 0
#define MOCKRAS_SINCE_START 1
#define MOCKRAS_LOCK_TAKEN 1
#define MOCKRAS_LOCK_GIVEN 2
#define MOCKRAS_LOCK_AWAITED 3

/* Noon of Monday, 5 January 2026: the time where no scenario says another. */
#define MOCKRAS_NOON 134120880000000000ull

static inline uint64_t mockras_now(void)
{
    return MockrasClock ? MockrasClock(MOCKRAS_SINCE_1601) : MOCKRAS_NOON;
}

/* Windows has run for an hour when a scenario begins. */
static inline uint64_t mockras_uptime(void)
{
    return 36000000000ull + (MockrasClock ? MockrasClock(MOCKRAS_SINCE_START) : 0);
}

static inline void mockras_note(const char *text)
{
    MOCKRAS_NOTE(text);
}

static inline void mockras_lock_goes(const void *lock, uint32_t what, const char *name)
{
    if (MockrasLock)
        MockrasLock(lock, what, name);
}

MOCKRAS_C_BEGIN
/* The last error of each thread. */
MOCKRAS_SHARED __thread DWORD mockras_last_error = 0;
MOCKRAS_C_END

static inline DWORD GetLastError(void)
{
    return mockras_last_error;
}

static inline void SetLastError(DWORD error)
{
    mockras_last_error = error;
}

/* Fails with an error: gives back 0, NULL or FALSE. */
static inline int mockras_fail(DWORD error)
{
    mockras_last_error = error;
    return 0;
}

/* Where Windows ends the process because a function of the C library is used wrongly. */
static inline void mockras_invalid_parameter(const char *function)
{
    char text[128];
    snprintf(text, sizeof text, "%s ends the process: the buffer is too small, or an argument is NULL", function);
    mockras_note(text);
    abort();
}

static inline void ExitProcess(UINT code)
{
    exit((int)code);
}

static inline void DebugBreak(void)
{
    __builtin_trap();
}

#define IsDebuggerPresent() FALSE

#endif
