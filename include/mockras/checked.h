/*
 * Functions that know the size of their buffer: the _s functions of the C library, and StringCch and StringCb of
 * strsafe.h. Part of mockras: windows.h in the folder above includes it.
 */
#ifndef MOCKRAS_CHECKED_H
#define MOCKRAS_CHECKED_H
#pragma GCC system_header

typedef int errno_t;
typedef size_t rsize_t;

#define _TRUNCATE ((size_t)-1)
#define STRUNCATE 80
#define STRSAFE_MAX_CCH 2147483647
#define STRSAFE_E_INSUFFICIENT_BUFFER ((HRESULT)0x8007007Au)
#define STRSAFE_E_INVALID_PARAMETER ((HRESULT)0x80070057u)
#define STRSAFE_E_END_OF_FILE ((HRESULT)0x80070026u)

/* Puts text behind what is there, at most `most` units of it: 0, or 1 if it had to be cut, or 2 if no end was found. */
#define MOCKRAS_JOIN(name, type, nlength)                                                               \
    static inline int name(type *to, size_t size, size_t start, const type *from, size_t most)          \
    {                                                                                                   \
        size_t length = nlength(from, most < size ? most : size);                                       \
        int is_cut = length >= size - start;                                                            \
        if (is_cut)                                                                                     \
            length = size - start - 1;                                                                  \
        memmove(to + start, from, length * sizeof(type));                                               \
        to[start + length] = 0;                                                                         \
        return is_cut;                                                                                  \
    }
static inline size_t mockras_strnlen(const char *text, size_t most)
{
    const void *end = memchr(text, 0, most);
    return end ? (size_t)((const char *)end - text) : most;
}
MOCKRAS_JOIN(mockras_join_a, char, mockras_strnlen)
MOCKRAS_JOIN(mockras_join_w, WCHAR, wcsnlen)
#define strnlen_s(text, most) ((text) ? mockras_strnlen((text), (most)) : 0)
#define wcsnlen_s(text, most) ((text) ? wcsnlen((text), (most)) : 0)

/* As on Windows, wrong use of an _s function ends the process. */
#define MOCKRAS_COPY_S(name, ncopy, type, join, nlength, is_behind)                         \
    static inline errno_t ncopy(type *to, size_t size, const type *from, size_t most)       \
    {                                                                                       \
        size_t start = 0;                                                                   \
        if (!to || !size || !from)                                                          \
            mockras_invalid_parameter(#ncopy);                                              \
        if (is_behind)                                                                      \
            start = nlength(to, size);                                                      \
        if (start == size)                                                                  \
            mockras_invalid_parameter(#ncopy);                                              \
        if (join(to, size, start, from, most)) {                                            \
            if (most == _TRUNCATE)                                                          \
                return STRUNCATE;                                                           \
            to[0] = 0;                                                                      \
            mockras_invalid_parameter(#ncopy);                                              \
        }                                                                                   \
        return 0;                                                                           \
    }                                                                                       \
    static inline errno_t name(type *to, size_t size, const type *from)                     \
    {                                                                                       \
        return ncopy(to, size, from, (size_t)-2);                                           \
    }
MOCKRAS_COPY_S(strcpy_s, strncpy_s, char, mockras_join_a, mockras_strnlen, 0)
MOCKRAS_COPY_S(strcat_s, strncat_s, char, mockras_join_a, mockras_strnlen, 1)
MOCKRAS_COPY_S(wcscpy_s, wcsncpy_s, WCHAR, mockras_join_w, wcsnlen, 0)
MOCKRAS_COPY_S(wcscat_s, wcsncat_s, WCHAR, mockras_join_w, wcsnlen, 1)

static inline errno_t memcpy_s(void *to, size_t size, const void *from, size_t count)
{
    if (count && (!to || !from || count > size))
        mockras_invalid_parameter("memcpy_s");
    memcpy(to, from, count);
    return 0;
}

static inline errno_t memmove_s(void *to, size_t size, const void *from, size_t count)
{
    if (count && (!to || !from || count > size))
        mockras_invalid_parameter("memmove_s");
    memmove(to, from, count);
    return 0;
}

static inline int mockras_print_s(void *to, size_t size, size_t most, int is_wide, const void *format,
    va_list arguments)
{
    size_t room = most < size ? most + 1 : size;
    int length;
    if (!to || !size || !format)
        mockras_invalid_parameter("a printf function");
    length = mockras_print(to, room, is_wide, MOCKRAS_CUT_FAIL, format, arguments);
    if (length < 0 && most >= size && most != _TRUNCATE)
        mockras_invalid_parameter("a printf function");
    return length;
}

static inline int vsprintf_s(char *to, size_t size, const char *format, va_list arguments)
{
    return mockras_print_s(to, size, (size_t)-2, 0, format, arguments);
}

static inline int sprintf_s(char *to, size_t size, const char *format, ...)
{
    MOCKRAS_PRINTED(mockras_print_s(to, size, (size_t)-2, 0, format, arguments));
}

static inline int vswprintf_s(WCHAR *to, size_t size, const WCHAR *format, va_list arguments)
{
    return mockras_print_s(to, size, (size_t)-2, 1, format, arguments);
}

static inline int swprintf_s(WCHAR *to, size_t size, const WCHAR *format, ...)
{
    MOCKRAS_PRINTED(mockras_print_s(to, size, (size_t)-2, 1, format, arguments));
}

static inline int _vsnprintf_s(char *to, size_t size, size_t most, const char *format, va_list arguments)
{
    return mockras_print_s(to, size, most, 0, format, arguments);
}

static inline int _snprintf_s(char *to, size_t size, size_t most, const char *format, ...)
{
    MOCKRAS_PRINTED(mockras_print_s(to, size, most, 0, format, arguments));
}

static inline int _vsnwprintf_s(WCHAR *to, size_t size, size_t most, const WCHAR *format, va_list arguments)
{
    return mockras_print_s(to, size, most, 1, format, arguments);
}

static inline int _snwprintf_s(WCHAR *to, size_t size, size_t most, const WCHAR *format, ...)
{
    MOCKRAS_PRINTED(mockras_print_s(to, size, most, 1, format, arguments));
}

static inline char *strtok_s(char *text, const char *between, char **rest)
{
    char *end;
    text = text ? text : *rest;
    if (!text)
        return NULL;
    text += strspn(text, between);
    if (!*text) {
        *rest = NULL;
        return NULL;
    }
    end = text + strcspn(text, between);
    *rest = *end ? end + 1 : NULL;
    *end = 0;
    return text;
}

#define wcstok_s wcstok

/* strsafe.h: text that is too long is cut, and the result says so. Cb counts bytes, Cch units. */
#define MOCKRAS_STRSAFE(suffix, type, join, nlength, is_wide)                                                    \
    static inline HRESULT StringCchCopyN##suffix(type *to, size_t size, const type *from, size_t most)           \
    {                                                                                                            \
        if (size == 0 || size > STRSAFE_MAX_CCH)                                                                 \
            return STRSAFE_E_INVALID_PARAMETER;                                                                  \
        return join(to, size, 0, from, most) ? STRSAFE_E_INSUFFICIENT_BUFFER : S_OK;                             \
    }                                                                                                            \
    static inline HRESULT StringCchCopy##suffix(type *to, size_t size, const type *from)                         \
    {                                                                                                            \
        return StringCchCopyN##suffix(to, size, from, STRSAFE_MAX_CCH);                                          \
    }                                                                                                            \
    static inline HRESULT StringCchCatN##suffix(type *to, size_t size, const type *from, size_t most)            \
    {                                                                                                            \
        size_t start = size == 0 || size > STRSAFE_MAX_CCH ? size : nlength(to, size);                           \
        if (start == size)                                                                                       \
            return STRSAFE_E_INVALID_PARAMETER;                                                                  \
        return join(to, size, start, from, most) ? STRSAFE_E_INSUFFICIENT_BUFFER : S_OK;                         \
    }                                                                                                            \
    static inline HRESULT StringCchCat##suffix(type *to, size_t size, const type *from)                          \
    {                                                                                                            \
        return StringCchCatN##suffix(to, size, from, STRSAFE_MAX_CCH);                                           \
    }                                                                                                            \
    static inline HRESULT StringCchLength##suffix(const type *text, size_t most, size_t *length)                 \
    {                                                                                                            \
        size_t found = text && most <= STRSAFE_MAX_CCH ? nlength(text, most) : most;                             \
        if (length)                                                                                              \
            *length = found == most ? 0 : found;                                                                 \
        return found == most ? STRSAFE_E_INVALID_PARAMETER : S_OK;                                               \
    }                                                                                                            \
    static inline HRESULT StringCchVPrintf##suffix(type *to, size_t size, const type *format, va_list arguments) \
    {                                                                                                            \
        if (size == 0 || size > STRSAFE_MAX_CCH)                                                                 \
            return STRSAFE_E_INVALID_PARAMETER;                                                                  \
        return mockras_print(to, size, is_wide, MOCKRAS_CUT_FAIL, format, arguments) < 0                         \
            ? STRSAFE_E_INSUFFICIENT_BUFFER : S_OK;                                                              \
    }                                                                                                            \
    static inline HRESULT StringCchPrintf##suffix(type *to, size_t size, const type *format, ...)                \
    {                                                                                                            \
        MOCKRAS_PRINTED(StringCchVPrintf##suffix(to, size, format, arguments));                                  \
    }                                                                                                            \
    static inline HRESULT StringCbCopy##suffix(type *to, size_t bytes, const type *from)                         \
    {                                                                                                            \
        return StringCchCopy##suffix(to, bytes / sizeof(type), from);                                            \
    }                                                                                                            \
    static inline HRESULT StringCbCat##suffix(type *to, size_t bytes, const type *from)                          \
    {                                                                                                            \
        return StringCchCat##suffix(to, bytes / sizeof(type), from);                                             \
    }                                                                                                            \
    static inline HRESULT StringCbLength##suffix(const type *text, size_t bytes, size_t *length)                 \
    {                                                                                                            \
        HRESULT result = StringCchLength##suffix(text, bytes / sizeof(type), length);                            \
        if (length)                                                                                              \
            *length *= sizeof(type);                                                                             \
        return result;                                                                                           \
    }                                                                                                            \
    static inline HRESULT StringCbVPrintf##suffix(type *to, size_t bytes, const type *format, va_list arguments) \
    {                                                                                                            \
        return StringCchVPrintf##suffix(to, bytes / sizeof(type), format, arguments);                            \
    }                                                                                                            \
    static inline HRESULT StringCbPrintf##suffix(type *to, size_t bytes, const type *format, ...)                \
    {                                                                                                            \
        MOCKRAS_PRINTED(StringCchVPrintf##suffix(to, bytes / sizeof(type), format, arguments));                  \
    }
MOCKRAS_STRSAFE(A, char, mockras_join_a, mockras_strnlen, 0)
MOCKRAS_STRSAFE(W, WCHAR, mockras_join_w, wcsnlen, 1)

#define StringCchCopy MOCKRAS_AW(StringCchCopy)
#define StringCchCopyN MOCKRAS_AW(StringCchCopyN)
#define StringCchCat MOCKRAS_AW(StringCchCat)
#define StringCchCatN MOCKRAS_AW(StringCchCatN)
#define StringCchLength MOCKRAS_AW(StringCchLength)
#define StringCchPrintf MOCKRAS_AW(StringCchPrintf)
#define StringCchVPrintf MOCKRAS_AW(StringCchVPrintf)
#define StringCbCopy MOCKRAS_AW(StringCbCopy)
#define StringCbCat MOCKRAS_AW(StringCbCat)
#define StringCbLength MOCKRAS_AW(StringCbLength)
#define StringCbPrintf MOCKRAS_AW(StringCbPrintf)
#define StringCbVPrintf MOCKRAS_AW(StringCbVPrintf)

#ifdef __cplusplus
/* In C++ the size of an array need not be said. */
template <size_t size> inline errno_t strcpy_s(char (&to)[size], const char *from) { return strcpy_s(to, size, from); }
template <size_t size> inline errno_t strcat_s(char (&to)[size], const char *from) { return strcat_s(to, size, from); }
template <size_t size> inline errno_t wcscpy_s(WCHAR (&to)[size], const WCHAR *from) { return wcscpy_s(to, size,
    from); }
template <size_t size> inline errno_t wcscat_s(WCHAR (&to)[size], const WCHAR *from) { return wcscat_s(to, size,
    from); }
template <size_t size> inline errno_t strncpy_s(char (&to)[size], const char *from, size_t most)
{
    return strncpy_s(to, size, from, most);
}
template <size_t size> inline errno_t wcsncpy_s(WCHAR (&to)[size], const WCHAR *from, size_t most)
{
    return wcsncpy_s(to, size, from, most);
}
template <size_t size> inline int sprintf_s(char (&to)[size], const char *format, ...)
{
    MOCKRAS_PRINTED(vsprintf_s(to, size, format, arguments));
}
template <size_t size> inline int swprintf_s(WCHAR (&to)[size], const WCHAR *format, ...)
{
    MOCKRAS_PRINTED(vswprintf_s(to, size, format, arguments));
}
#endif

#endif
