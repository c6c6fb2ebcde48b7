/*
 * What is done with the names of files: they are removed, moved, and asked after. Part of mockras: files.h includes it.
 */
#ifndef MOCKRAS_FOLDERS_H
#define MOCKRAS_FOLDERS_H
#pragma GCC system_header

#define MOVEFILE_REPLACE_EXISTING 0x1
#define MOVEFILE_COPY_ALLOWED 0x2

/* Takes a file out of the list. The mutex is held. */
static inline void mockras_drop_file(mockras_file *file)
{
    mockras_file **at = &mockras_files;
    while (*at != file)
        at = &(*at)->next;
    *at = file->next;
    free(file->name);
    free(file->bytes);
    free(file);
}

static inline BOOL DeleteFileW(LPCWSTR name)
{
    WCHAR *whole = mockras_whole_name(name ? name : L"");
    mockras_file *file;
    DWORD error = 0;
    mockras_enter();
    file = whole ? mockras_find_file(whole) : NULL;
    if (!file)
        error = 2;
    else if (file->is_folder)
        error = 5;
    else if (mockras_is_shut(file, FILE_SHARE_DELETE, 7))
        error = 32;
    else
        mockras_drop_file(file);
    mockras_leave();
    free(whole);
    return error ? mockras_fail(error) : TRUE;
}

static inline BOOL MoveFileExW(LPCWSTR from, LPCWSTR to, DWORD flags)
{
    WCHAR *old = mockras_whole_name(from ? from : L""), *whole = mockras_whole_name(to ? to : L"");
    mockras_file *file, *other;
    DWORD error = 0;
    mockras_enter();
    file = old ? mockras_find_file(old) : NULL;
    other = whole ? mockras_find_file(whole) : NULL;
    if (!file) {
        error = 2;
    } else if (other && other != file && !(flags & MOVEFILE_REPLACE_EXISTING)) {
        error = 183;
    } else if (mockras_is_shut(file, FILE_SHARE_DELETE, 7) || (other && mockras_is_shut(other, FILE_SHARE_DELETE, 7))) {
        error = 32;
    } else {
        if (other && other != file)
            mockras_drop_file(other);
        free(file->name);
        file->name = whole;
        whole = NULL;
    }
    mockras_leave();
    free(old);
    free(whole);
    return error ? mockras_fail(error) : TRUE;
}

static inline BOOL MoveFileW(LPCWSTR from, LPCWSTR to)
{
    return MoveFileExW(from, to, 0);
}

/* A file has FILE_ATTRIBUTE_ARCHIVE; a folder is there if it was made, or holds a file. */
static inline DWORD GetFileAttributesW(LPCWSTR name)
{
    WCHAR *whole = mockras_whole_name(name ? name : L"");
    size_t length = whole ? wcslen(whole) : 0;
    DWORD found = INVALID_FILE_ATTRIBUTES;
    mockras_file *file;
    mockras_enter();
    for (file = mockras_files; whole && file; file = file->next) {
        if (wcscmp(file->name, whole) == 0)
            found = file->is_folder ? FILE_ATTRIBUTE_DIRECTORY : FILE_ATTRIBUTE_ARCHIVE;
        else if (wcsncmp(file->name, whole, length) == 0 && file->name[length] == '\\')
            found = FILE_ATTRIBUTE_DIRECTORY;
    }
    mockras_leave();
    free(whole);
    if (found == INVALID_FILE_ATTRIBUTES)
        SetLastError(2);
    return found;
}

static inline BOOL CreateDirectoryW(LPCWSTR name, LPSECURITY_ATTRIBUTES security)
{
    WCHAR *whole = mockras_whole_name(name ? name : L"");
    BOOL is_made = FALSE;
    (void)security;
    mockras_enter();
    if (whole && !mockras_find_file(whole)) {
        is_made = mockras_add_file(whole, 1) != NULL;
        whole = is_made ? NULL : whole;
    }
    mockras_leave();
    free(whole);
    return is_made ? TRUE : mockras_fail(183);
}

#define MOCKRAS_OF_NAME(result, name)               \
    static inline result name##A(LPCSTR text)       \
    {                                               \
        WCHAR *wide = mockras_wide_of(text);        \
        result value = name##W(wide);               \
        free(wide);                                 \
        return value;                               \
    }
MOCKRAS_OF_NAME(BOOL, DeleteFile)
MOCKRAS_OF_NAME(DWORD, GetFileAttributes)

static inline BOOL CreateDirectoryA(LPCSTR name, LPSECURITY_ATTRIBUTES security)
{
    WCHAR *wide = mockras_wide_of(name);
    BOOL is_made = CreateDirectoryW(wide, security);
    free(wide);
    return is_made;
}

static inline BOOL MoveFileExA(LPCSTR from, LPCSTR to, DWORD flags)
{
    WCHAR *old = mockras_wide_of(from), *wide = mockras_wide_of(to);
    BOOL is_moved = MoveFileExW(old, wide, flags);
    free(old);
    free(wide);
    return is_moved;
}

#define MoveFileA(from, to) MoveFileExA((from), (to), 0)
#define DeleteFile MOCKRAS_AW(DeleteFile)
#define GetFileAttributes MOCKRAS_AW(GetFileAttributes)
#define CreateDirectory MOCKRAS_AW(CreateDirectory)
#define MoveFile MOCKRAS_AW(MoveFile)
#define MoveFileEx MOCKRAS_AW(MoveFileEx)

/* Fixed text for whoever asks: as functions that fill a buffer do, the length, or the size it takes. */
static inline DWORD mockras_give_w(LPCWSTR text, LPWSTR to, DWORD size)
{
    DWORD length = (DWORD)wcslen(text);
    if (!to || length >= size)
        return length + 1;
    wcscpy(to, text);
    return length;
}

static inline DWORD mockras_give_a(LPCWSTR text, LPSTR to, DWORD size)
{
    DWORD length = (DWORD)wcslen(text);
    if (!to || length >= size)
        return length + 1;
    mockras_narrow(text, to, size);
    return length;
}

#define GetTempPathW(size, to) mockras_give_w(L"C:\\Windows\\Temp\\", (to), (size))
#define GetTempPathA(size, to) mockras_give_a(L"C:\\Windows\\Temp\\", (to), (size))
#define GetTempPath MOCKRAS_AW(GetTempPath)
#define GetSystemDirectoryW(to, size) mockras_give_w(L"C:\\Windows\\System32", (to), (size))
#define GetSystemDirectoryA(to, size) mockras_give_a(L"C:\\Windows\\System32", (to), (size))
#define GetSystemDirectory MOCKRAS_AW(GetSystemDirectory)
#define GetWindowsDirectoryW(to, size) mockras_give_w(L"C:\\Windows", (to), (size))
#define GetWindowsDirectoryA(to, size) mockras_give_a(L"C:\\Windows", (to), (size))
#define GetWindowsDirectory MOCKRAS_AW(GetWindowsDirectory)
#define GetCurrentDirectoryW(size, to) mockras_give_w(L"C:\\Windows\\System32", (to), (size))
#define GetCurrentDirectoryA(size, to) mockras_give_a(L"C:\\Windows\\System32", (to), (size))
#define GetCurrentDirectory MOCKRAS_AW(GetCurrentDirectory)

#endif
