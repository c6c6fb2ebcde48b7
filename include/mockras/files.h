/*
 * Files. They lie in memory: whenever the DLL is loaded there are none, and they are gone when it is unloaded. Every
 * folder is there. Part of mockras: windows.h in the folder above includes it.
 */
#ifndef MOCKRAS_FILES_H
#define MOCKRAS_FILES_H
#pragma GCC system_header

#define GENERIC_READ 0x80000000u
#define GENERIC_WRITE 0x40000000u
#define GENERIC_ALL 0x10000000u
#define FILE_READ_DATA 0x1
#define FILE_WRITE_DATA 0x2
#define FILE_APPEND_DATA 0x4
#define FILE_GENERIC_READ 0x120089
#define FILE_GENERIC_WRITE 0x120116
#define FILE_SHARE_READ 0x1
#define FILE_SHARE_WRITE 0x2
#define FILE_SHARE_DELETE 0x4
#define CREATE_NEW 1
#define CREATE_ALWAYS 2
#define OPEN_EXISTING 3
#define OPEN_ALWAYS 4
#define TRUNCATE_EXISTING 5
#define FILE_ATTRIBUTE_READONLY 0x1
#define FILE_ATTRIBUTE_HIDDEN 0x2
#define FILE_ATTRIBUTE_DIRECTORY 0x10
#define FILE_ATTRIBUTE_ARCHIVE 0x20
#define FILE_ATTRIBUTE_NORMAL 0x80
#define FILE_FLAG_WRITE_THROUGH 0x80000000u
#define FILE_FLAG_SEQUENTIAL_SCAN 0x08000000
#define INVALID_FILE_SIZE 0xFFFFFFFFu
#define INVALID_FILE_ATTRIBUTES 0xFFFFFFFFu
#define INVALID_SET_FILE_POINTER 0xFFFFFFFFu
#define FILE_BEGIN 0
#define FILE_CURRENT 1
#define FILE_END 2
#define STD_INPUT_HANDLE ((DWORD)-10)
#define STD_OUTPUT_HANDLE ((DWORD)-11)
#define STD_ERROR_HANDLE ((DWORD)-12)

typedef struct _OVERLAPPED {
    ULONG_PTR Internal;
    ULONG_PTR InternalHigh;
    DWORD Offset;
    DWORD OffsetHigh;
    HANDLE hEvent;
} OVERLAPPED, *LPOVERLAPPED;

/* A file, under its whole name in upper case. */
typedef struct mockras_file {
    struct mockras_file *next;
    WCHAR *name;
    unsigned char *bytes;
    size_t size, room;
    int is_folder;
} mockras_file;

typedef struct mockras_open_file {
    mockras_object head;
    mockras_file *file;
    size_t at;
    DWORD access, share;
} mockras_open_file;

MOCKRAS_C_BEGIN
MOCKRAS_SHARED mockras_file *mockras_files = NULL;
MOCKRAS_C_END

/* The name by which a file is found, from the heap: whole, in upper case, with backslashes. */
static inline WCHAR *mockras_whole_name(LPCWSTR name)
{
    const WCHAR *start = wcsncmp(name, L"\\\\?\\", 4) == 0 ? name + 4 : name;
    int is_whole = start[0] && (start[1] == ':' || start[0] == '\\' || start[0] == '/');
    const WCHAR *folder = is_whole ? L"" : L"C:\\WINDOWS\\SYSTEM32\\";
    WCHAR *made = (WCHAR *)malloc((wcslen(folder) + wcslen(start) + 1) * sizeof(WCHAR)), *at;
    if (!made)
        return NULL;
    wcscat(wcscpy(made, folder), start);
    for (at = made; *at; at++)
        *at = *at == '/' ? '\\' : mockras_upper(*at);
    if (at - made > 3 && at[-1] == '\\')
        at[-1] = 0;
    return made;
}

/* The file of a whole name. The mutex is held. */
static inline mockras_file *mockras_find_file(const WCHAR *whole)
{
    mockras_file *file;
    for (file = mockras_files; file && wcscmp(file->name, whole) != 0; file = file->next)
        ;
    return file;
}

/* A new file, which takes the name over. The mutex is held. */
static inline mockras_file *mockras_add_file(WCHAR *whole, int is_folder)
{
    mockras_file *file = (mockras_file *)calloc(1, sizeof *file);
    if (!file)
        return NULL;
    file->name = whole;
    file->is_folder = is_folder;
    file->next = mockras_files;
    mockras_files = file;
    return file;
}

/* Whether somebody has it open in a way that forbids this. The mutex is held. */
static inline int mockras_is_shut(const mockras_file *file, DWORD access, DWORD share)
{
    size_t at;
    for (at = 0; at < mockras_handles.count; at++) {
        mockras_open_file *other = (mockras_open_file *)(void *)mockras_handles.slots[at];
        if (!other || other->head.kind != MOCKRAS_FILE || other->file != file)
            continue;
        if ((access & ~other->share) || (other->access & ~share))
            return 1;
    }
    return 0;
}

/* What somebody does with a file, in the bits of sharing. */
static inline DWORD mockras_access_of(DWORD access)
{
    return (access & (GENERIC_READ | GENERIC_ALL | FILE_READ_DATA) ? FILE_SHARE_READ : 0) |
        (access & (GENERIC_WRITE | GENERIC_ALL | FILE_WRITE_DATA | FILE_APPEND_DATA) ? FILE_SHARE_WRITE : 0);
}

static inline HANDLE CreateFileW(LPCWSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security, DWORD how,
    DWORD attributes, HANDLE model)
{
    WCHAR *whole = name && *name ? mockras_whole_name(name) : NULL;
    mockras_open_file *open = (mockras_open_file *)calloc(1, sizeof *open);
    mockras_file *file;
    DWORD error = 0;
    HANDLE handle;
    (void)security;
    (void)attributes;
    (void)model;
    if (!whole || !open) {
        free(whole);
        free(open);
        SetLastError(name && *name ? 8 : 3);
        return INVALID_HANDLE_VALUE;
    }
    mockras_enter();
    file = mockras_find_file(whole);
    if (file && how == CREATE_NEW)
        error = 80;
    else if (!file && (how == OPEN_EXISTING || how == TRUNCATE_EXISTING))
        error = 2;
    else if (file && file->is_folder)
        error = 5;
    else if (file && mockras_is_shut(file, mockras_access_of(access), share))
        error = 32;
    SetLastError(file && (how == CREATE_ALWAYS || how == OPEN_ALWAYS) ? 183 : 0);
    if (!error && file && (how == CREATE_ALWAYS || how == TRUNCATE_EXISTING))
        file->size = 0;
    if (!error && !file) {
        file = mockras_add_file(whole, 0);
        error = file ? 0 : 8;
        whole = file ? NULL : whole;
    }
    mockras_leave();
    free(whole);
    if (error) {
        free(open);
        SetLastError(error);
        return INVALID_HANDLE_VALUE;
    }
    open->file = file;
    open->access = mockras_access_of(access);
    open->share = share;
    /* Whoever may only append writes at the end, wherever that is. */
    open->at = (access & FILE_APPEND_DATA) && !(access & (FILE_WRITE_DATA | GENERIC_WRITE | GENERIC_ALL)) ? SIZE_MAX
        : 0;
    handle = mockras_open(open, MOCKRAS_FILE, NULL);
    return handle ? handle : INVALID_HANDLE_VALUE;
}

static inline HANDLE CreateFileA(LPCSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security, DWORD how,
    DWORD attributes, HANDLE model)
{
    WCHAR *wide = mockras_wide_of(name);
    HANDLE handle = CreateFileW(wide, access, share, security, how, attributes, model);
    free(wide);
    return handle;
}

#define CreateFile MOCKRAS_AW(CreateFile)

static inline BOOL WriteFile(HANDLE handle, LPCVOID bytes, DWORD count, LPDWORD written, LPOVERLAPPED overlapped)
{
    mockras_open_file *open;
    mockras_file *file;
    size_t at;
    DWORD error = 0;
    if (written)
        *written = 0;
    if (handle == (HANDLE)(UINT_PTR)2) {
        fwrite(bytes, 1, count, stderr);
        if (written)
            *written = count;
        return TRUE;
    }
    mockras_enter();
    open = (mockras_open_file *)(void *)mockras_find_held(handle, MOCKRAS_FILE);
    if (!open) {
        error = 6;
    } else if (!(open->access & FILE_SHARE_WRITE)) {
        error = 5;
    } else {
        file = open->file;
        at = overlapped ? overlapped->Offset : open->at == SIZE_MAX ? file->size : open->at;
        if (at + count > file->room) {
            size_t room = (at + count) * 2;
            unsigned char *more = (unsigned char *)realloc(file->bytes, room);
            if (more) {
                memset(more + file->size, 0, room - file->size);
                file->bytes = more;
                file->room = room;
            } else {
                error = 112;
            }
        }
        if (!error) {
            memcpy(file->bytes + at, bytes, count);
            file->size = at + count > file->size ? at + count : file->size;
            open->at = open->at == SIZE_MAX ? SIZE_MAX : at + count;
            if (written)
                *written = count;
        }
    }
    mockras_leave();
    return error ? mockras_fail(error) : TRUE;
}

static inline BOOL ReadFile(HANDLE handle, LPVOID bytes, DWORD count, LPDWORD read, LPOVERLAPPED overlapped)
{
    mockras_open_file *open;
    DWORD error = 0;
    size_t left = 0;
    if (read)
        *read = 0;
    mockras_enter();
    open = (mockras_open_file *)(void *)mockras_find_held(handle, MOCKRAS_FILE);
    if (!open) {
        error = 6;
    } else if (!(open->access & FILE_SHARE_READ)) {
        error = 5;
    } else {
        size_t at = overlapped ? overlapped->Offset : open->at;
        left = at < open->file->size ? open->file->size - at : 0;
        left = left < count ? left : count;
        if (left)
            memcpy(bytes, open->file->bytes + at, left);
        open->at = at + left;
        if (read)
            *read = (DWORD)left;
    }
    mockras_leave();
    return error ? mockras_fail(error) : TRUE;
}

static inline BOOL SetFilePointerEx(HANDLE handle, LARGE_INTEGER distance, LARGE_INTEGER *now, DWORD from)
{
    mockras_open_file *open;
    LONGLONG to = -1;
    mockras_enter();
    open = (mockras_open_file *)(void *)mockras_find_held(handle, MOCKRAS_FILE);
    if (open) {
        to = distance.QuadPart;
        to += from == FILE_END ? (LONGLONG)open->file->size : from == FILE_CURRENT ? (LONGLONG)open->at : 0;
        if (to >= 0 && open->at != SIZE_MAX)
            open->at = (size_t)to;
        if (to >= 0 && now)
            now->QuadPart = to;
    }
    mockras_leave();
    return !open ? mockras_fail(6) : to < 0 ? mockras_fail(131) : TRUE;
}

static inline DWORD SetFilePointer(HANDLE handle, LONG distance, PLONG high, DWORD from)
{
    LARGE_INTEGER move, now;
    move.QuadPart = high ? (LONGLONG)((uint64_t)(uint32_t)*high << 32 | (uint32_t)distance) : distance;
    if (!SetFilePointerEx(handle, move, &now, from))
        return INVALID_SET_FILE_POINTER;
    if (high)
        *high = now.u.HighPart;
    SetLastError(0);
    return now.u.LowPart;
}

static inline BOOL GetFileSizeEx(HANDLE handle, PLARGE_INTEGER size)
{
    mockras_object *open = mockras_use(handle, MOCKRAS_FILE);
    if (!open)
        return FALSE;
    size->QuadPart = (LONGLONG)((mockras_open_file *)(void *)open)->file->size;
    mockras_unuse(open);
    return TRUE;
}

static inline DWORD GetFileSize(HANDLE handle, LPDWORD high)
{
    LARGE_INTEGER size;
    if (!GetFileSizeEx(handle, &size))
        return INVALID_FILE_SIZE;
    if (high)
        *high = (DWORD)size.u.HighPart;
    return size.u.LowPart;
}

static inline BOOL SetEndOfFile(HANDLE handle)
{
    mockras_object *object = mockras_use(handle, MOCKRAS_FILE);
    mockras_open_file *open = (mockras_open_file *)(void *)object;
    if (!object)
        return FALSE;
    if (open->at < open->file->size)
        open->file->size = open->at;
    mockras_unuse(object);
    return TRUE;
}

static inline BOOL FlushFileBuffers(HANDLE handle)
{
    mockras_object *open = mockras_use(handle, MOCKRAS_FILE);
    if (open)
        mockras_unuse(open);
    return open != NULL;
}

/* Only standard error leads anywhere. */
static inline HANDLE GetStdHandle(DWORD which)
{
    return which == STD_INPUT_HANDLE ? NULL : (HANDLE)(UINT_PTR)2;
}

#include <mockras/folders.h>

#endif
