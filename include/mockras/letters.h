/*
 * Upper and lower case, comparisons that ignore it, and the lstr functions. Letters are those of ASCII for the C
 * library, and of the Latin, Greek and Cyrillic alphabets for functions of Windows. Part of mockras: windows.h in the
 * folder above includes it.
 */
#ifndef MOCKRAS_LETTERS_H
#define MOCKRAS_LETTERS_H
#pragma GCC system_header

static inline WCHAR mockras_ascii_lower(WCHAR unit)
{
    return unit >= 'A' && unit <= 'Z' ? (WCHAR)(unit + 32) : unit;
}

static inline WCHAR mockras_ascii_upper(WCHAR unit)
{
    return unit >= 'a' && unit <= 'z' ? (WCHAR)(unit - 32) : unit;
}

/* The upper case of a letter, one unit for one. */
static inline WCHAR mockras_upper(WCHAR unit)
{
    if (unit < 0x80)
        return mockras_ascii_upper(unit);
    if (unit >= 0xE0 && unit <= 0xFE && unit != 0xF7)
        return (WCHAR)(unit - 32);
    if (unit == 0xFF)
        return 0x178;
    if ((unit >= 0x100 && unit <= 0x137 && unit != 0x131) || (unit >= 0x14A && unit <= 0x177))
        return (WCHAR)(unit & ~1);
    if ((unit >= 0x139 && unit <= 0x148) || (unit >= 0x179 && unit <= 0x17E))
        return (WCHAR)(unit & 1 ? unit : unit - 1);
    if (unit >= 0x3B1 && unit <= 0x3C9 && unit != 0x3C2)
        return (WCHAR)(unit - 32);
    if (unit >= 0x430 && unit <= 0x44F)
        return (WCHAR)(unit - 32);
    if (unit >= 0x450 && unit <= 0x45F)
        return (WCHAR)(unit - 80);
    return unit;
}

static inline WCHAR mockras_lower(WCHAR unit)
{
    if (unit < 0x80)
        return mockras_ascii_lower(unit);
    if (unit >= 0xC0 && unit <= 0xDE && unit != 0xD7)
        return (WCHAR)(unit + 32);
    if (unit == 0x178)
        return 0xFF;
    if ((unit >= 0x100 && unit <= 0x137 && unit != 0x130) || (unit >= 0x14A && unit <= 0x177))
        return (WCHAR)(unit | 1);
    if ((unit >= 0x139 && unit <= 0x148) || (unit >= 0x179 && unit <= 0x17E))
        return (WCHAR)(unit & 1 ? unit + 1 : unit);
    if (unit >= 0x391 && unit <= 0x3A9 && unit != 0x3A2)
        return (WCHAR)(unit + 32);
    if (unit >= 0x410 && unit <= 0x42F)
        return (WCHAR)(unit + 32);
    if (unit >= 0x400 && unit <= 0x40F)
        return (WCHAR)(unit + 80);
    return unit;
}

typedef WCHAR (*mockras_fold)(WCHAR unit);

static inline WCHAR mockras_same(WCHAR unit)
{
    return unit;
}

/* Compares at most so many units, up to the NUL if they are texts. */
static inline int mockras_compare(const WCHAR *one, const WCHAR *other, size_t count, mockras_fold fold)
{
    size_t at;
    for (at = 0; at < count; at++) {
        WCHAR left = fold(one[at]), right = fold(other[at]);
        if (left != right)
            return left < right ? -1 : 1;
        if (!left)
            break;
    }
    return 0;
}

static inline int _wcsnicmp(const WCHAR *one, const WCHAR *other, size_t count)
{
    return mockras_compare(one, other, count, mockras_ascii_lower);
}

static inline int _wcsicmp(const WCHAR *one, const WCHAR *other)
{
    return _wcsnicmp(one, other, (size_t)-1);
}

static inline int _strnicmp(const char *one, const char *other, size_t count)
{
    size_t at;
    for (at = 0; at < count; at++) {
        WCHAR left = mockras_ascii_lower((unsigned char)one[at]);
        WCHAR right = mockras_ascii_lower((unsigned char)other[at]);
        if (left != right)
            return left < right ? -1 : 1;
        if (!left)
            break;
    }
    return 0;
}

static inline int _stricmp(const char *one, const char *other)
{
    return _strnicmp(one, other, (size_t)-1);
}

#define wcsicmp _wcsicmp
#define wcsnicmp _wcsnicmp
#define _wcsicoll _wcsicmp
#define stricmp _stricmp
#define strnicmp _strnicmp
#define strcmpi _stricmp
#define _strcmpi _stricmp
#define _stricoll _stricmp

static inline WCHAR *_wcslwr(WCHAR *text)
{
    WCHAR *at;
    for (at = text; *at; at++)
        *at = mockras_ascii_lower(*at);
    return text;
}

static inline WCHAR *_wcsupr(WCHAR *text)
{
    WCHAR *at;
    for (at = text; *at; at++)
        *at = mockras_ascii_upper(*at);
    return text;
}

static inline char *_strlwr(char *text)
{
    char *at;
    for (at = text; *at; at++)
        *at = (char)mockras_ascii_lower((unsigned char)*at);
    return text;
}

static inline char *_strupr(char *text)
{
    char *at;
    for (at = text; *at; at++)
        *at = (char)mockras_ascii_upper((unsigned char)*at);
    return text;
}

/* Windows takes a single character in the place of the pointer as well. */
#define MOCKRAS_CASE(name, type, fold, each)                                \
    static inline type *name(type *text)                                    \
    {                                                                       \
        type *at = text;                                                    \
        if ((UINT_PTR)text <= 0xFFFF)                                       \
            return (type *)(UINT_PTR)(each)fold((each)(UINT_PTR)text);      \
        for (; *at; at++)                                                   \
            *at = (type)fold((each)*at);                                    \
        return text;                                                        \
    }
MOCKRAS_CASE(CharUpperW, WCHAR, mockras_upper, WCHAR)
MOCKRAS_CASE(CharLowerW, WCHAR, mockras_lower, WCHAR)
MOCKRAS_CASE(CharUpperA, char, mockras_ascii_upper, unsigned char)
MOCKRAS_CASE(CharLowerA, char, mockras_ascii_lower, unsigned char)
#define CharUpper MOCKRAS_AW(CharUpper)
#define CharLower MOCKRAS_AW(CharLower)

static inline BOOL IsCharAlphaW(WCHAR unit)
{
    return mockras_upper(unit) != mockras_lower(unit);
}

static inline BOOL IsCharAlphaNumericW(WCHAR unit)
{
    return IsCharAlphaW(unit) || (unit >= '0' && unit <= '9');
}

#define CSTR_LESS_THAN 1
#define CSTR_EQUAL 2
#define CSTR_GREATER_THAN 3
#define NORM_IGNORECASE 0x1
#define LINGUISTIC_IGNORECASE 0x10
#define SORT_STRINGSORT 0x1000

static inline int mockras_compare_string(BOOL ignores_case, LPCWSTR one, int one_count, LPCWSTR other, int other_count)
{
    mockras_fold fold = ignores_case ? mockras_upper : mockras_same;
    int at;
    if (!one || !other || one_count < -1 || other_count < -1)
        return mockras_fail(87);
    one_count = one_count < 0 ? (int)wcslen(one) : one_count;
    other_count = other_count < 0 ? (int)wcslen(other) : other_count;
    for (at = 0; at < one_count && at < other_count; at++)
        if (fold(one[at]) != fold(other[at]))
            return fold(one[at]) < fold(other[at]) ? CSTR_LESS_THAN : CSTR_GREATER_THAN;
    return one_count == other_count ? CSTR_EQUAL : one_count < other_count ? CSTR_LESS_THAN : CSTR_GREATER_THAN;
}

/* By the units, as CompareStringOrdinal does: no language is behind it. */
static inline int CompareStringW(LCID locale, DWORD flags, LPCWSTR one, int one_count, LPCWSTR other, int other_count)
{
    (void)locale;
    return mockras_compare_string((flags & (NORM_IGNORECASE | LINGUISTIC_IGNORECASE)) != 0, one, one_count, other,
        other_count);
}

static inline int CompareStringOrdinal(LPCWSTR one, int one_count, LPCWSTR other, int other_count, BOOL ignores_case)
{
    return mockras_compare_string(ignores_case, one, one_count, other, other_count);
}

static inline int lstrcmpW(LPCWSTR one, LPCWSTR other)
{
    return mockras_compare(one ? one : L"", other ? other : L"", (size_t)-1, mockras_same);
}

static inline int lstrcmpiW(LPCWSTR one, LPCWSTR other)
{
    return mockras_compare(one ? one : L"", other ? other : L"", (size_t)-1, mockras_upper);
}

static inline int lstrcmpA(LPCSTR one, LPCSTR other)
{
    int order = strcmp(one ? one : "", other ? other : "");
    return order < 0 ? -1 : order > 0;
}

static inline int lstrcmpiA(LPCSTR one, LPCSTR other)
{
    return _stricmp(one ? one : "", other ? other : "");
}

static inline int lstrlenW(LPCWSTR text)
{
    return text ? (int)wcslen(text) : 0;
}

static inline int lstrlenA(LPCSTR text)
{
    return text ? (int)strlen(text) : 0;
}

static inline LPWSTR lstrcpyW(LPWSTR to, LPCWSTR from)
{
    return to && from ? wcscpy(to, from) : NULL;
}

static inline LPSTR lstrcpyA(LPSTR to, LPCSTR from)
{
    return to && from ? strcpy(to, from) : NULL;
}

static inline LPWSTR lstrcatW(LPWSTR to, LPCWSTR from)
{
    return to && from ? wcscat(to, from) : NULL;
}

static inline LPSTR lstrcatA(LPSTR to, LPCSTR from)
{
    return to && from ? strcat(to, from) : NULL;
}

#define MOCKRAS_CPYN(name, type, length)                        \
    static inline type *name(type *to, const type *from, int count) \
    {                                                           \
        size_t all;                                             \
        if (!to || !from)                                       \
            return NULL;                                        \
        if (count <= 0)                                         \
            return to;                                          \
        all = length(from);                                     \
        all = all < (size_t)count ? all : (size_t)count - 1;    \
        memcpy(to, from, all * sizeof(type));                   \
        to[all] = 0;                                            \
        return to;                                              \
    }
MOCKRAS_CPYN(lstrcpynW, WCHAR, wcslen)
MOCKRAS_CPYN(lstrcpynA, char, strlen)

#define lstrcmp MOCKRAS_AW(lstrcmp)
#define lstrcmpi MOCKRAS_AW(lstrcmpi)
#define lstrlen MOCKRAS_AW(lstrlen)
#define lstrcpy MOCKRAS_AW(lstrcpy)
#define lstrcat MOCKRAS_AW(lstrcat)
#define lstrcpyn MOCKRAS_AW(lstrcpyn)
#define _strdup mockras_strdup

static inline char *mockras_strdup(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = (char *)malloc(size);
    return copy ? (char *)memcpy(copy, text, size) : NULL;
}

#endif
