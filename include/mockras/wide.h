/*
 * The wide functions of the C library for characters of 2 bytes. They take the place of the library's own in this DLL,
 * which have 4, whoever calls them: the templates of C++ as well. Part of mockras: windows.h in the folder above
 * includes it.
 */
#ifndef MOCKRAS_WIDE_H
#define MOCKRAS_WIDE_H
#pragma GCC system_header

MOCKRAS_C_BEGIN

size_t mockras_wcslen(const WCHAR *text) MOCKRAS_AS(wcslen);
size_t mockras_wcslen(const WCHAR *text)
{
    size_t length = 0;
    while (text[length])
        length++;
    return length;
}

size_t mockras_wcsnlen(const WCHAR *text, size_t most) MOCKRAS_AS(wcsnlen);
size_t mockras_wcsnlen(const WCHAR *text, size_t most)
{
    size_t length = 0;
    while (length < most && text[length])
        length++;
    return length;
}

WCHAR *mockras_wmemcpy(WCHAR *to, const WCHAR *from, size_t count) MOCKRAS_AS(wmemcpy);
WCHAR *mockras_wmemcpy(WCHAR *to, const WCHAR *from, size_t count)
{
    return (WCHAR *)memcpy(to, from, count * sizeof(WCHAR));
}

WCHAR *mockras_wmemmove(WCHAR *to, const WCHAR *from, size_t count) MOCKRAS_AS(wmemmove);
WCHAR *mockras_wmemmove(WCHAR *to, const WCHAR *from, size_t count)
{
    return (WCHAR *)memmove(to, from, count * sizeof(WCHAR));
}

WCHAR *mockras_wmemset(WCHAR *to, WCHAR unit, size_t count) MOCKRAS_AS(wmemset);
WCHAR *mockras_wmemset(WCHAR *to, WCHAR unit, size_t count)
{
    size_t at;
    for (at = 0; at < count; at++)
        to[at] = unit;
    return to;
}

int mockras_wmemcmp(const WCHAR *one, const WCHAR *other, size_t count) MOCKRAS_AS(wmemcmp);
int mockras_wmemcmp(const WCHAR *one, const WCHAR *other, size_t count)
{
    size_t at;
    for (at = 0; at < count; at++)
        if (one[at] != other[at])
            return one[at] < other[at] ? -1 : 1;
    return 0;
}

WCHAR *mockras_wmemchr(const WCHAR *text, WCHAR unit, size_t count) MOCKRAS_AS(wmemchr);
WCHAR *mockras_wmemchr(const WCHAR *text, WCHAR unit, size_t count)
{
    size_t at;
    for (at = 0; at < count; at++)
        if (text[at] == unit)
            return (WCHAR *)text + at;
    return NULL;
}

WCHAR *mockras_wcscpy(WCHAR *to, const WCHAR *from) MOCKRAS_AS(wcscpy);
WCHAR *mockras_wcscpy(WCHAR *to, const WCHAR *from)
{
    return mockras_wmemcpy(to, from, mockras_wcslen(from) + 1);
}

WCHAR *mockras_wcsncpy(WCHAR *to, const WCHAR *from, size_t count) MOCKRAS_AS(wcsncpy);
WCHAR *mockras_wcsncpy(WCHAR *to, const WCHAR *from, size_t count)
{
    size_t length = mockras_wcsnlen(from, count);
    mockras_wmemcpy(to, from, length);
    mockras_wmemset(to + length, 0, count - length);
    return to;
}

WCHAR *mockras_wcscat(WCHAR *to, const WCHAR *from) MOCKRAS_AS(wcscat);
WCHAR *mockras_wcscat(WCHAR *to, const WCHAR *from)
{
    mockras_wcscpy(to + mockras_wcslen(to), from);
    return to;
}

WCHAR *mockras_wcsncat(WCHAR *to, const WCHAR *from, size_t count) MOCKRAS_AS(wcsncat);
WCHAR *mockras_wcsncat(WCHAR *to, const WCHAR *from, size_t count)
{
    WCHAR *end = to + mockras_wcslen(to);
    size_t length = mockras_wcsnlen(from, count);
    mockras_wmemcpy(end, from, length);
    end[length] = 0;
    return to;
}

int mockras_wcsncmp(const WCHAR *one, const WCHAR *other, size_t count) MOCKRAS_AS(wcsncmp);
int mockras_wcsncmp(const WCHAR *one, const WCHAR *other, size_t count)
{
    size_t at;
    for (at = 0; at < count; at++) {
        if (one[at] != other[at])
            return one[at] < other[at] ? -1 : 1;
        if (!one[at])
            break;
    }
    return 0;
}

int mockras_wcscmp(const WCHAR *one, const WCHAR *other) MOCKRAS_AS(wcscmp);
int mockras_wcscmp(const WCHAR *one, const WCHAR *other)
{
    return mockras_wcsncmp(one, other, (size_t)-1);
}

int mockras_wcscoll(const WCHAR *one, const WCHAR *other) MOCKRAS_AS(wcscoll);
int mockras_wcscoll(const WCHAR *one, const WCHAR *other)
{
    return mockras_wcscmp(one, other);
}

WCHAR *mockras_wcschr(const WCHAR *text, WCHAR unit) MOCKRAS_AS(wcschr);
WCHAR *mockras_wcschr(const WCHAR *text, WCHAR unit)
{
    return mockras_wmemchr(text, unit, mockras_wcslen(text) + 1);
}

WCHAR *mockras_wcsrchr(const WCHAR *text, WCHAR unit) MOCKRAS_AS(wcsrchr);
WCHAR *mockras_wcsrchr(const WCHAR *text, WCHAR unit)
{
    size_t at = mockras_wcslen(text) + 1;
    while (at-- > 0)
        if (text[at] == unit)
            return (WCHAR *)text + at;
    return NULL;
}

WCHAR *mockras_wcsstr(const WCHAR *text, const WCHAR *part) MOCKRAS_AS(wcsstr);
WCHAR *mockras_wcsstr(const WCHAR *text, const WCHAR *part)
{
    size_t length = mockras_wcslen(part);
    for (;; text++) {
        if (mockras_wcsncmp(text, part, length) == 0)
            return (WCHAR *)text;
        if (!*text)
            return NULL;
    }
}

/* How many units at the start are among these, or are not. */
static inline size_t mockras_span(const WCHAR *text, const WCHAR *among, int is_in)
{
    size_t length = 0;
    while (text[length] && (mockras_wmemchr(among, text[length], mockras_wcslen(among)) != NULL) == is_in)
        length++;
    return length;
}

size_t mockras_wcsspn(const WCHAR *text, const WCHAR *among) MOCKRAS_AS(wcsspn);
size_t mockras_wcsspn(const WCHAR *text, const WCHAR *among)
{
    return mockras_span(text, among, 1);
}

size_t mockras_wcscspn(const WCHAR *text, const WCHAR *among) MOCKRAS_AS(wcscspn);
size_t mockras_wcscspn(const WCHAR *text, const WCHAR *among)
{
    return mockras_span(text, among, 0);
}

WCHAR *mockras_wcspbrk(const WCHAR *text, const WCHAR *among) MOCKRAS_AS(wcspbrk);
WCHAR *mockras_wcspbrk(const WCHAR *text, const WCHAR *among)
{
    text += mockras_span(text, among, 0);
    return *text ? (WCHAR *)text : NULL;
}

WCHAR *mockras_wcstok(WCHAR *text, const WCHAR *between, WCHAR **rest) MOCKRAS_AS(wcstok);
WCHAR *mockras_wcstok(WCHAR *text, const WCHAR *between, WCHAR **rest)
{
    WCHAR *end;
    if (!text)
        text = *rest;
    if (!text)
        return NULL;
    text += mockras_span(text, between, 1);
    if (!*text) {
        *rest = NULL;
        return NULL;
    }
    end = text + mockras_span(text, between, 0);
    *rest = *end ? end + 1 : NULL;
    *end = 0;
    return text;
}

WCHAR *mockras_wcsdup(const WCHAR *text) MOCKRAS_AS(wcsdup);
WCHAR *mockras_wcsdup(const WCHAR *text)
{
    size_t count = mockras_wcslen(text) + 1;
    WCHAR *copy = (WCHAR *)malloc(count * sizeof(WCHAR));
    return copy ? mockras_wmemcpy(copy, text, count) : NULL;
}

/* What the library calls in their place where sources are compiled with _FORTIFY_SOURCE. */
#define MOCKRAS_CHECKED(name)                                                                               \
    WCHAR *mockras_checked_##name(WCHAR *to, const WCHAR *from, size_t count, size_t size) MOCKRAS_AS(__##name##_chk); \
    WCHAR *mockras_checked_##name(WCHAR *to, const WCHAR *from, size_t count, size_t size)                  \
    {                                                                                                       \
        if (count > size)                                                                                   \
            abort();                                                                                        \
        return mockras_##name(to, from, count);                                                             \
    }
MOCKRAS_CHECKED(wmemcpy)
MOCKRAS_CHECKED(wmemmove)
MOCKRAS_CHECKED(wcsncpy)
MOCKRAS_CHECKED(wcsncat)

WCHAR *mockras_checked_wmemset(WCHAR *to, WCHAR unit, size_t count, size_t size) MOCKRAS_AS(__wmemset_chk);
WCHAR *mockras_checked_wmemset(WCHAR *to, WCHAR unit, size_t count, size_t size)
{
    if (count > size)
        abort();
    return mockras_wmemset(to, unit, count);
}

WCHAR *mockras_checked_wcscpy(WCHAR *to, const WCHAR *from, size_t size) MOCKRAS_AS(__wcscpy_chk);
WCHAR *mockras_checked_wcscpy(WCHAR *to, const WCHAR *from, size_t size)
{
    if (mockras_wcslen(from) >= size)
        abort();
    return mockras_wcscpy(to, from);
}

WCHAR *mockras_checked_wcscat(WCHAR *to, const WCHAR *from, size_t size) MOCKRAS_AS(__wcscat_chk);
WCHAR *mockras_checked_wcscat(WCHAR *to, const WCHAR *from, size_t size)
{
    if (mockras_wcslen(to) + mockras_wcslen(from) >= size)
        abort();
    return mockras_wcscat(to, from);
}

/* In the C locale a byte is a unit, and a unit beyond 255 is no byte. */
size_t mockras_mbstowcs(WCHAR *to, const char *from, size_t count) MOCKRAS_AS(mbstowcs);
size_t mockras_mbstowcs(WCHAR *to, const char *from, size_t count)
{
    size_t at;
    for (at = 0; (!to || at < count) && from[at]; at++)
        if (to)
            to[at] = (unsigned char)from[at];
    if (to && at < count)
        to[at] = 0;
    return at;
}

size_t mockras_wcstombs(char *to, const WCHAR *from, size_t count) MOCKRAS_AS(wcstombs);
size_t mockras_wcstombs(char *to, const WCHAR *from, size_t count)
{
    size_t at;
    for (at = 0; (!to || at < count) && from[at]; at++) {
        if (from[at] > 0xFF)
            return (size_t)-1;
        if (to)
            to[at] = (char)from[at];
    }
    if (to && at < count)
        to[at] = 0;
    return at;
}

/* The start of a number in ASCII, for the functions that read such; how much was read comes back as the same place. */
static inline void mockras_digits(const WCHAR *text, char *narrow, size_t size)
{
    size_t at = 0;
    for (; at + 1 < size && text[at] > 0 && text[at] < 0x80; at++)
        narrow[at] = (char)text[at];
    narrow[at] = 0;
}

/* A long of Windows has 32 bits, and what is beyond them is cut off there, too. */
static inline LONG mockras_read_long(const char *text, char **end, int base)
{
    long long value = strtoll(text, end, base);
    return value > INT32_MAX ? INT32_MAX : value < INT32_MIN ? INT32_MIN : (LONG)value;
}

static inline DWORD mockras_read_ulong(const char *text, char **end, int base)
{
    long long value = strtoll(text, end, base);
    return value > UINT32_MAX || value < -(long long)UINT32_MAX ? UINT32_MAX : (DWORD)value;
}

#define MOCKRAS_READS(result, name, read)                               \
    result mockras_##name(const WCHAR *text, WCHAR **end, int base)     \
    {                                                                   \
        char narrow[80], *stop;                                         \
        result value;                                                   \
        mockras_digits(text, narrow, sizeof narrow);                    \
        value = (result)read(narrow, &stop, base);                      \
        if (end)                                                        \
            *end = (WCHAR *)text + (stop - narrow);                     \
        return value;                                                   \
    }
long mockras_wcstol(const WCHAR *text, WCHAR **end, int base) MOCKRAS_AS(wcstol);
MOCKRAS_READS(long, wcstol, mockras_read_long)
unsigned long mockras_wcstoul(const WCHAR *text, WCHAR **end, int base) MOCKRAS_AS(wcstoul);
MOCKRAS_READS(unsigned long, wcstoul, mockras_read_ulong)
long long mockras_wcstoll(const WCHAR *text, WCHAR **end, int base) MOCKRAS_AS(wcstoll);
MOCKRAS_READS(long long, wcstoll, strtoll)
unsigned long long mockras_wcstoull(const WCHAR *text, WCHAR **end, int base) MOCKRAS_AS(wcstoull);
MOCKRAS_READS(unsigned long long, wcstoull, strtoull)

double mockras_wcstod(const WCHAR *text, WCHAR **end) MOCKRAS_AS(wcstod);
double mockras_wcstod(const WCHAR *text, WCHAR **end)
{
    char narrow[320], *stop;
    double value;
    mockras_digits(text, narrow, sizeof narrow);
    value = strtod(narrow, &stop);
    if (end)
        *end = (WCHAR *)text + (stop - narrow);
    return value;
}

MOCKRAS_C_END

static inline int _wtoi(const WCHAR *text)
{
    return (int)mockras_wcstol(text, NULL, 10);
}

static inline long _wtol(const WCHAR *text)
{
    return mockras_wcstol(text, NULL, 10);
}

static inline LONGLONG _wtoi64(const WCHAR *text)
{
    return mockras_wcstoll(text, NULL, 10);
}

#define _wcsdup wcsdup
#define _wcstoi64 wcstoll
#define _wcstoui64 wcstoull
#define _wtof(text) wcstod((text), NULL)

#endif
