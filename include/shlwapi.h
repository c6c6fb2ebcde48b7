/*
 * What is done with the text of paths; PathFileExists looks at the files of files.h. Part of mockras: see windows.h in
 * this folder.
 */
#ifdef _WIN32
#include_next <shlwapi.h>
#else
#ifndef MOCKRAS_SHLWAPI_H
#define MOCKRAS_SHLWAPI_H
#include <windows.h>

/* For both kinds of text: where the last part of a path begins, where its extension does, and what is made of them. */
#define MOCKRAS_PATHS(suffix, type, length_of)                                              \
    static inline type *PathFindFileName##suffix(const type *path)                          \
    {                                                                                       \
        const type *found = path;                                                           \
        for (; *path; path++)                                                               \
            if ((*path == '\\' || *path == '/' || *path == ':') && path[1] && path[1] != '\\') \
                found = path + 1;                                                           \
        return (type *)found;                                                               \
    }                                                                                       \
    static inline type *PathFindExtension##suffix(const type *path)                         \
    {                                                                                       \
        const type *found = NULL;                                                           \
        for (; *path; path++) {                                                             \
            if (*path == '.')                                                               \
                found = path;                                                               \
            else if (*path == '\\' || *path == ' ')                                         \
                found = NULL;                                                               \
        }                                                                                   \
        return (type *)(found ? found : path);                                              \
    }                                                                                       \
    static inline BOOL PathRemoveFileSpec##suffix(type *path)                               \
    {                                                                                       \
        type *at, *cut = NULL;                                                              \
        for (at = path; *at; at++)                                                          \
            if (*at == '\\' || *at == '/')                                                  \
                cut = at;                                                                   \
        if (!cut)                                                                           \
            cut = path;                                                                     \
        else if (cut == path || (cut == path + 2 && path[1] == ':'))                        \
            cut++;                                                                          \
        if (!*cut)                                                                          \
            return FALSE;                                                                   \
        *cut = 0;                                                                           \
        return TRUE;                                                                        \
    }                                                                                       \
    static inline void PathRemoveExtension##suffix(type *path)                              \
    {                                                                                       \
        *PathFindExtension##suffix(path) = 0;                                               \
    }                                                                                       \
    static inline void PathStripPath##suffix(type *path)                                    \
    {                                                                                       \
        type *name = PathFindFileName##suffix(path);                                        \
        memmove(path, name, (length_of(name) + 1) * sizeof(type));                          \
    }                                                                                       \
    static inline type *PathAddBackslash##suffix(type *path)                                \
    {                                                                                       \
        size_t length = length_of(path);                                                    \
        if (length + 1 >= MAX_PATH)                                                         \
            return NULL;                                                                    \
        if (length && path[length - 1] != '\\') {                                           \
            path[length++] = '\\';                                                          \
            path[length] = 0;                                                               \
        }                                                                                   \
        return path + length;                                                               \
    }                                                                                       \
    static inline void PathRemoveBackslash##suffix(type *path)                              \
    {                                                                                       \
        size_t length = length_of(path);                                                    \
        if (length > 3 && path[length - 1] == '\\')                                         \
            path[length - 1] = 0;                                                           \
    }                                                                                       \
    static inline BOOL PathIsRelative##suffix(const type *path)                             \
    {                                                                                       \
        return !(path[0] == '\\' || (path[0] && path[1] == ':'));                           \
    }                                                                                       \
    static inline BOOL PathAppend##suffix(type *path, const type *more)                     \
    {                                                                                       \
        size_t length = length_of(path), rest;                                              \
        while (*more == '\\')                                                               \
            more++;                                                                         \
        rest = length_of(more);                                                             \
        if (length + rest + 2 > MAX_PATH)                                                   \
            return FALSE;                                                                   \
        PathAddBackslash##suffix(path);                                                     \
        length = length_of(path);                                                           \
        memcpy(path + length, more, (rest + 1) * sizeof(type));                             \
        return TRUE;                                                                        \
    }                                                                                       \
    static inline type *PathCombine##suffix(type *to, const type *folder, const type *name) \
    {                                                                                       \
        const type *start = folder && (!name || PathIsRelative##suffix(name)) ? folder : name; \
        if (!start || length_of(start) >= MAX_PATH)                                         \
            return NULL;                                                                    \
        memmove(to, start, (length_of(start) + 1) * sizeof(type));                          \
        if (start == folder && name && !PathAppend##suffix(to, name))                       \
            return NULL;                                                                    \
        return to;                                                                          \
    }                                                                                       \
    static inline BOOL PathRenameExtension##suffix(type *path, const type *extension)       \
    {                                                                                       \
        type *at = PathFindExtension##suffix(path);                                         \
        if ((size_t)(at - path) + length_of(extension) >= MAX_PATH)                         \
            return FALSE;                                                                   \
        memcpy(at, extension, (length_of(extension) + 1) * sizeof(type));                   \
        return TRUE;                                                                        \
    }                                                                                       \
    static inline BOOL PathFileExists##suffix(const type *path)                             \
    {                                                                                       \
        return GetFileAttributes##suffix(path) != INVALID_FILE_ATTRIBUTES;                  \
    }
MOCKRAS_PATHS(A, char, strlen)
MOCKRAS_PATHS(W, WCHAR, wcslen)

#define PathFindFileName MOCKRAS_AW(PathFindFileName)
#define PathFindExtension MOCKRAS_AW(PathFindExtension)
#define PathRemoveFileSpec MOCKRAS_AW(PathRemoveFileSpec)
#define PathRemoveExtension MOCKRAS_AW(PathRemoveExtension)
#define PathStripPath MOCKRAS_AW(PathStripPath)
#define PathAddBackslash MOCKRAS_AW(PathAddBackslash)
#define PathRemoveBackslash MOCKRAS_AW(PathRemoveBackslash)
#define PathIsRelative MOCKRAS_AW(PathIsRelative)
#define PathAppend MOCKRAS_AW(PathAppend)
#define PathCombine MOCKRAS_AW(PathCombine)
#define PathRenameExtension MOCKRAS_AW(PathRenameExtension)
#define PathFileExists MOCKRAS_AW(PathFileExists)

/* The first place of a part, whatever its case. */
static inline LPWSTR StrStrIW(LPCWSTR text, LPCWSTR part)
{
    size_t length = wcslen(part);
    for (; *text; text++)
        if (mockras_compare(text, part, length, mockras_upper) == 0)
            return (LPWSTR)text;
    return NULL;
}

static inline LPSTR StrStrIA(LPCSTR text, LPCSTR part)
{
    size_t length = strlen(part);
    for (; *text; text++)
        if (_strnicmp(text, part, length) == 0)
            return (LPSTR)text;
    return NULL;
}

#define StrStrI MOCKRAS_AW(StrStrI)
#define StrCmpW lstrcmpW
#define StrCmpIW lstrcmpiW
#define StrCmpNIW _wcsnicmp
#define StrCmpNIA _strnicmp
#define StrToIntW _wtoi
#define StrToIntA atoi
#endif
#endif
