/*
 * Memory of heaps, and memory that is local, global or of COM: all of it is the heap of C. Part of mockras: windows.h
 * in the folder above includes it.
 */
#ifndef MOCKRAS_MEMORY_H
#define MOCKRAS_MEMORY_H
#pragma GCC system_header

#define HEAP_NO_SERIALIZE 0x1
#define HEAP_GENERATE_EXCEPTIONS 0x4
#define HEAP_ZERO_MEMORY 0x8
#define LMEM_FIXED 0x0
#define LMEM_MOVEABLE 0x2
#define LMEM_ZEROINIT 0x40
#define LPTR (LMEM_FIXED | LMEM_ZEROINIT)
#define NONZEROLPTR LMEM_FIXED
#define GMEM_FIXED 0x0
#define GMEM_MOVEABLE 0x2
#define GMEM_ZEROINIT 0x40
#define GPTR (GMEM_FIXED | GMEM_ZEROINIT)
#define GHND (GMEM_MOVEABLE | GMEM_ZEROINIT)

/* What stands before each block: how large it is. It keeps the alignment of malloc. */
typedef union mockras_block {
    size_t size;
    long double alignment;
    char bytes[16];
} mockras_block;

static inline void *mockras_allocate(size_t size, int is_zeroed)
{
    mockras_block *block = NULL;
    if (size <= SIZE_MAX - sizeof *block)
        block = (mockras_block *)malloc(sizeof *block + size);
    if (!block) {
        SetLastError(8);
        return NULL;
    }
    block->size = size;
    if (is_zeroed)
        memset(block + 1, 0, size);
    return block + 1;
}

static inline size_t mockras_size_of(const void *memory)
{
    return memory ? ((const mockras_block *)memory - 1)->size : 0;
}

static inline void mockras_give_back(void *memory)
{
    if (memory)
        free((mockras_block *)memory - 1);
}

static inline void *mockras_resize(void *memory, size_t size, int is_zeroed)
{
    size_t before = mockras_size_of(memory);
    mockras_block *block = NULL;
    if (size <= SIZE_MAX - sizeof *block)
        block = (mockras_block *)realloc(memory ? (mockras_block *)memory - 1 : NULL, sizeof *block + size);
    if (!block) {
        SetLastError(8);
        return NULL;
    }
    block->size = size;
    if (is_zeroed && size > before)
        memset((char *)(block + 1) + before, 0, size - before);
    return block + 1;
}

#define MOCKRAS_PROCESS_HEAP ((HANDLE)(UINT_PTR)0x10000)

static inline HANDLE GetProcessHeap(void)
{
    return MOCKRAS_PROCESS_HEAP;
}

static inline HANDLE HeapCreate(DWORD options, SIZE_T initial, SIZE_T most)
{
    (void)options;
    (void)initial;
    (void)most;
    return mockras_open(calloc(1, sizeof(mockras_object)), MOCKRAS_HEAP, NULL);
}

/* What was allocated from it stays: only blocks that are freed are given back. */
static inline BOOL HeapDestroy(HANDLE heap)
{
    return mockras_close(heap, MOCKRAS_HEAP);
}

static inline LPVOID HeapAlloc(HANDLE heap, DWORD flags, SIZE_T size)
{
    (void)heap;
    return mockras_allocate(size, (flags & HEAP_ZERO_MEMORY) != 0);
}

static inline LPVOID HeapReAlloc(HANDLE heap, DWORD flags, LPVOID memory, SIZE_T size)
{
    (void)heap;
    return memory ? mockras_resize(memory, size, (flags & HEAP_ZERO_MEMORY) != 0) : NULL;
}

static inline BOOL HeapFree(HANDLE heap, DWORD flags, LPVOID memory)
{
    (void)heap;
    (void)flags;
    mockras_give_back(memory);
    return TRUE;
}

static inline SIZE_T HeapSize(HANDLE heap, DWORD flags, LPCVOID memory)
{
    (void)heap;
    (void)flags;
    return mockras_size_of(memory);
}

static inline BOOL HeapValidate(HANDLE heap, DWORD flags, LPCVOID memory)
{
    (void)heap;
    (void)flags;
    (void)memory;
    return TRUE;
}

/* Memory that can be moved is not moved: its handle is its address. */
#define MOCKRAS_FAMILY(kind, type)                                          \
    static inline type kind##Alloc(UINT flags, SIZE_T size)                 \
    {                                                                       \
        return mockras_allocate(size, (flags & LMEM_ZEROINIT) != 0);        \
    }                                                                       \
    static inline type kind##ReAlloc(type memory, SIZE_T size, UINT flags)  \
    {                                                                       \
        return mockras_resize(memory, size, (flags & LMEM_ZEROINIT) != 0);  \
    }                                                                       \
    static inline type kind##Free(type memory)                              \
    {                                                                       \
        mockras_give_back(memory);                                          \
        return NULL;                                                        \
    }                                                                       \
    static inline LPVOID kind##Lock(type memory)                            \
    {                                                                       \
        return memory;                                                      \
    }                                                                       \
    static inline BOOL kind##Unlock(type memory)                            \
    {                                                                       \
        (void)memory;                                                       \
        return mockras_fail(0);                                             \
    }                                                                       \
    static inline SIZE_T kind##Size(type memory)                            \
    {                                                                       \
        return mockras_size_of(memory);                                     \
    }
MOCKRAS_FAMILY(Local, HLOCAL)
MOCKRAS_FAMILY(Global, HGLOBAL)

static inline LPVOID CoTaskMemAlloc(SIZE_T size)
{
    return mockras_allocate(size, 0);
}

static inline LPVOID CoTaskMemRealloc(LPVOID memory, SIZE_T size)
{
    return mockras_resize(memory, size, 0);
}

static inline void CoTaskMemFree(LPVOID memory)
{
    mockras_give_back(memory);
}

#define MEM_COMMIT 0x1000
#define MEM_RESERVE 0x2000
#define MEM_RELEASE 0x8000
#define PAGE_READWRITE 0x04

/* As much as asked for, zeroed. Nothing of it is protected. */
static inline LPVOID VirtualAlloc(LPVOID address, SIZE_T size, DWORD type, DWORD protection)
{
    (void)type;
    (void)protection;
    return address ? NULL : mockras_allocate(size, 1);
}

static inline BOOL VirtualFree(LPVOID address, SIZE_T size, DWORD type)
{
    (void)size;
    if (type & MEM_RELEASE)
        mockras_give_back(address);
    return TRUE;
}

static inline BOOL IsBadReadPtr(LPCVOID memory, UINT_PTR size)
{
    return size != 0 && memory == NULL;
}

#define IsBadWritePtr(memory, size) IsBadReadPtr((memory), (size))

static inline BOOL IsBadStringPtrW(LPCWSTR text, UINT_PTR most)
{
    (void)most;
    return text == NULL;
}

#endif
