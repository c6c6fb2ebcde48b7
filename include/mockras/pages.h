/*
 * Text between UTF-16 and the code pages UTF-8 and 1252, which is also the ANSI page of this Windows. Part of mockras:
 * windows.h in the folder above includes it.
 */
#ifndef MOCKRAS_PAGES_H
#define MOCKRAS_PAGES_H
#pragma GCC system_header

#define CP_ACP 0
#define CP_OEMCP 1
#define CP_THREAD_ACP 3
#define CP_UTF7 65000
#define CP_UTF8 65001
#define MB_PRECOMPOSED 0x1
#define MB_ERR_INVALID_CHARS 0x8
#define WC_NO_BEST_FIT_CHARS 0x400
#define WC_ERR_INVALID_CHARS 0x80

static inline UINT GetACP(void)
{
    return 1252;
}

/* What the bytes 0x80 to 0x9F are in code page 1252. */
static inline WCHAR mockras_of_1252(unsigned char byte)
{
    static const WCHAR high[32] = {0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160,
        0x2039, 0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122,
        0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178};
    return byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80] : byte;
}

/* The byte of a unit in code page 1252; -1 if it has none. */
static inline int mockras_to_1252(WCHAR unit)
{
    int byte;
    if (unit < 0x80 || (unit >= 0xA0 && unit <= 0xFF))
        return unit;
    for (byte = 0x80; byte < 0xA0; byte++)
        if (mockras_of_1252((unsigned char)byte) == unit)
            return byte;
    return -1;
}

/* Reads one character of UTF-8 and says how many bytes it has; what is none is 0xFFFD, and has one. */
static inline size_t mockras_from_utf8(const unsigned char *text, size_t count, uint32_t *scalar)
{
    size_t length = text[0] < 0x80 ? 1 : text[0] < 0xC2 ? 0 : text[0] < 0xE0 ? 2 : text[0] < 0xF0 ? 3
        : text[0] < 0xF5 ? 4 : 0;
    uint32_t value = length == 1 ? text[0] : length == 2 ? text[0] & 0x1Fu : length == 3 ? text[0] & 0xFu
        : text[0] & 7u;
    size_t at;
    *scalar = 0xFFFD;
    if (length == 0 || length > count)
        return 1;
    for (at = 1; at < length; at++) {
        if ((text[at] & 0xC0) != 0x80)
            return 1;
        value = value << 6 | (text[at] & 0x3Fu);
    }
    if ((length == 3 && (value < 0x800 || (value >= 0xD800 && value < 0xE000))) ||
        (length == 4 && (value < 0x10000 || value > 0x10FFFF)))
        return 1;
    *scalar = value;
    return length;
}

/* Writes a character as UTF-8. */
static inline size_t mockras_put_utf8(uint32_t scalar, char *to)
{
    if (scalar < 0x80) {
        to[0] = (char)scalar;
        return 1;
    }
    if (scalar < 0x800) {
        to[0] = (char)(0xC0 | scalar >> 6);
        to[1] = (char)(0x80 | (scalar & 0x3F));
        return 2;
    }
    if (scalar < 0x10000) {
        to[0] = (char)(0xE0 | scalar >> 12);
        to[1] = (char)(0x80 | (scalar >> 6 & 0x3F));
        to[2] = (char)(0x80 | (scalar & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | scalar >> 18);
    to[1] = (char)(0x80 | (scalar >> 12 & 0x3F));
    to[2] = (char)(0x80 | (scalar >> 6 & 0x3F));
    to[3] = (char)(0x80 | (scalar & 0x3F));
    return 4;
}

/* Reads one character of UTF-16 and says how many units it has; half a pair is 0xFFFD. */
static inline size_t mockras_from_utf16(const WCHAR *text, size_t count, uint32_t *scalar)
{
    *scalar = text[0];
    if (text[0] < 0xD800 || text[0] > 0xDFFF)
        return 1;
    if (text[0] < 0xDC00 && count > 1 && text[1] >= 0xDC00 && text[1] <= 0xDFFF) {
        *scalar = 0x10000 + ((uint32_t)(text[0] - 0xD800) << 10) + (text[1] - 0xDC00u);
        return 2;
    }
    *scalar = 0xFFFD;
    return 1;
}

static inline int mockras_is_page(UINT page)
{
    return page <= CP_THREAD_ACP || page == 1252 || page == CP_UTF8;
}

static inline int MultiByteToWideChar(UINT page, DWORD flags, LPCSTR text, int bytes, LPWSTR to, int size)
{
    size_t count, at = 0;
    int made = 0;
    if (!text || bytes == 0 || bytes < -1 || size < 0 || (size && !to) || !mockras_is_page(page))
        return mockras_fail(87);
    count = bytes < 0 ? strlen(text) + 1 : (size_t)bytes;
    while (at < count) {
        uint32_t scalar;
        size_t length = 1;
        WCHAR units[2];
        int unit, needed = 1;
        if (page == CP_UTF8)
            length = mockras_from_utf8((const unsigned char *)text + at, count - at, &scalar);
        else
            scalar = mockras_of_1252((unsigned char)text[at]);
        if (page == CP_UTF8 && scalar == 0xFFFD && length == 1 && (flags & MB_ERR_INVALID_CHARS))
            return mockras_fail(1113);
        units[0] = (WCHAR)scalar;
        if (scalar > 0xFFFF) {
            units[0] = (WCHAR)(0xD800 + ((scalar - 0x10000) >> 10));
            units[1] = (WCHAR)(0xDC00 + ((scalar - 0x10000) & 0x3FF));
            needed = 2;
        }
        if (size && made + needed > size)
            return mockras_fail(122);
        for (unit = 0; size && unit < needed; unit++)
            to[made + unit] = units[unit];
        made += needed;
        at += length;
    }
    return made;
}

static inline int WideCharToMultiByte(UINT page, DWORD flags, LPCWSTR text, int units, LPSTR to, int size,
    LPCSTR instead, LPBOOL is_replaced)
{
    size_t count, at = 0;
    int made = 0;
    if (!text || units == 0 || units < -1 || size < 0 || (size && !to) || !mockras_is_page(page) ||
        (page == CP_UTF8 && (instead || is_replaced)))
        return mockras_fail(87);
    if (is_replaced)
        *is_replaced = FALSE;
    count = units < 0 ? wcslen(text) + 1 : (size_t)units;
    while (at < count) {
        uint32_t scalar;
        char bytes[4];
        size_t length = mockras_from_utf16(text + at, count - at, &scalar), needed = 1;
        if (page == CP_UTF8) {
            if (scalar == 0xFFFD && text[at] != 0xFFFD && (flags & WC_ERR_INVALID_CHARS))
                return mockras_fail(1113);
            needed = mockras_put_utf8(scalar, bytes);
        } else {
            int byte = scalar > 0xFFFF ? -1 : mockras_to_1252((WCHAR)scalar);
            if (byte < 0 && is_replaced)
                *is_replaced = TRUE;
            bytes[0] = byte < 0 ? (instead ? *instead : '?') : (char)byte;
        }
        if (size && (size_t)(size - made) < needed)
            return mockras_fail(122);
        if (size)
            memcpy(to + made, bytes, needed);
        made += (int)needed;
        at += length;
    }
    return made;
}

/* Text for somebody outside of Windows, from the heap: notes and names of files. */
static inline char *mockras_utf8_of(LPCWSTR text)
{
    int size = WideCharToMultiByte(CP_UTF8, 0, text ? text : L"", -1, NULL, 0, NULL, NULL);
    char *made = (char *)malloc((size_t)size);
    if (made)
        WideCharToMultiByte(CP_UTF8, 0, text ? text : L"", -1, made, size, NULL, NULL);
    return made;
}

/* Wide text of ANSI text, from the heap; NULL of NULL. */
static inline WCHAR *mockras_wide_of(LPCSTR text)
{
    WCHAR *made;
    size_t at, count;
    if (!text)
        return NULL;
    count = strlen(text) + 1;
    made = (WCHAR *)malloc(count * sizeof(WCHAR));
    for (at = 0; made && at < count; at++)
        made[at] = mockras_of_1252((unsigned char)text[at]);
    return made;
}

/* As much ANSI text as there is room for, with its NUL. */
static inline void mockras_narrow(LPCWSTR text, char *to, size_t size)
{
    size_t at = 0;
    for (; at + 1 < size && text[at]; at++) {
        int byte = mockras_to_1252(text[at]);
        to[at] = byte < 0 ? '?' : (char)byte;
    }
    if (size)
        to[at] = 0;
}

#endif
