/*
 * Handles: numbers that lead to files, keys, events, threads and the like. All of it is guarded by one mutex, that of
 * the world. Part of mockras: windows.h in the folder above includes it.
 */
#ifndef MOCKRAS_HANDLES_H
#define MOCKRAS_HANDLES_H
#pragma GCC system_header

/* What begins everything that a handle can lead to. */
typedef struct mockras_object {
    int kind;
    int references;
    /* Gives back what the object has, but for its own memory. */
    void (*end)(struct mockras_object *object);
} mockras_object;

enum {
    MOCKRAS_ANY,
    MOCKRAS_FILE,
    MOCKRAS_KEY,
    MOCKRAS_EVENT,
    MOCKRAS_MUTEX,
    MOCKRAS_SEMAPHORE,
    MOCKRAS_THREAD,
    MOCKRAS_EVENT_SOURCE,
    MOCKRAS_HEAP,
    MOCKRAS_KINDS
};

typedef struct mockras_handles_state {
    mockras_object **slots;
    size_t count;
} mockras_handles_state;

MOCKRAS_C_BEGIN
MOCKRAS_SHARED pthread_mutex_t mockras_mutex = PTHREAD_MUTEX_INITIALIZER;
MOCKRAS_SHARED mockras_handles_state mockras_handles = {NULL, 0};
MOCKRAS_C_END

static inline void mockras_enter(void)
{
    pthread_mutex_lock(&mockras_mutex);
}

static inline void mockras_leave(void)
{
    pthread_mutex_unlock(&mockras_mutex);
}

/* Makes a handle of an object from the heap, whose only reference it is; NULL if there is no memory. */
static inline HANDLE mockras_open(void *made, int kind, void (*end)(mockras_object *))
{
    mockras_object *object = (mockras_object *)made;
    size_t at;
    if (!object) {
        SetLastError(8);
        return NULL;
    }
    object->kind = kind;
    object->references = 1;
    object->end = end;
    mockras_enter();
    for (at = 0; at < mockras_handles.count && mockras_handles.slots[at]; at++)
        ;
    if (at == mockras_handles.count) {
        size_t count = at ? at * 2 : 32;
        mockras_object **slots = (mockras_object **)realloc(mockras_handles.slots, count * sizeof *slots);
        if (!slots) {
            mockras_leave();
            free(object);
            SetLastError(8);
            return NULL;
        }
        memset(slots + at, 0, (count - at) * sizeof *slots);
        mockras_handles.slots = slots;
        mockras_handles.count = count;
    }
    mockras_handles.slots[at] = object;
    mockras_leave();
    return (HANDLE)(UINT_PTR)(4 * (at + 1));
}

/* The object of a handle, while the mutex is held; NULL if there is none of this kind. */
static inline mockras_object *mockras_find_held(HANDLE handle, int kind)
{
    UINT_PTR number = (UINT_PTR)handle;
    mockras_object *object;
    if (number == 0 || number % 4 || number / 4 > mockras_handles.count)
        return NULL;
    object = mockras_handles.slots[number / 4 - 1];
    return object && (kind == MOCKRAS_ANY || object->kind == kind) ? object : NULL;
}

/* Gives one reference back, while the mutex is held. */
static inline void mockras_release_held(mockras_object *object)
{
    if (--object->references > 0)
        return;
    if (object->end)
        object->end(object);
    free(object);
}

/* The object of a handle with one more reference, which the caller gives back; NULL with ERROR_INVALID_HANDLE. */
static inline mockras_object *mockras_use(HANDLE handle, int kind)
{
    mockras_object *object;
    mockras_enter();
    object = mockras_find_held(handle, kind);
    if (object)
        object->references++;
    mockras_leave();
    if (!object)
        SetLastError(6);
    return object;
}

static inline void mockras_unuse(mockras_object *object)
{
    mockras_enter();
    mockras_release_held(object);
    mockras_leave();
}

/* Closes a handle of one kind, or of any. */
static inline BOOL mockras_close(HANDLE handle, int kind)
{
    mockras_object *object;
    mockras_enter();
    object = mockras_find_held(handle, kind);
    if (object) {
        mockras_handles.slots[(UINT_PTR)handle / 4 - 1] = NULL;
        mockras_release_held(object);
    }
    mockras_leave();
    return object ? TRUE : mockras_fail(6);
}

static inline BOOL CloseHandle(HANDLE handle)
{
    UINT_PTR number = (UINT_PTR)handle;
    if (number + 16 < 16)
        return TRUE; /* A pseudo handle, such as that of this process. */
    return mockras_close(handle, MOCKRAS_ANY);
}

/* Tells the host what is still open, and gives it back: the DLL is being unloaded. */
static inline void mockras_count_open(void)
{
    static const char *const names[MOCKRAS_KINDS] = {"", "a file", "a registry key", "an event", "a mutex",
        "a semaphore", "a thread",
        "an event source", "a heap"};
    int counts[MOCKRAS_KINDS] = {0}, kind;
    size_t at;
    for (at = 0; at < mockras_handles.count; at++)
        if (mockras_handles.slots[at])
            counts[mockras_handles.slots[at]->kind]++;
    for (kind = 1; kind < MOCKRAS_KINDS; kind++) {
        char text[80];
        if (!counts[kind] || !MockrasKept)
            continue;
        mockras_snprintf(text, sizeof text, "%d handle%s of %s %s still open", counts[kind], counts[kind] == 1 ? ""
            : "s",
            names[kind], counts[kind] == 1 ? "is" : "are");
        MockrasKept(text);
    }
}

#endif
