/*
 * The printf functions of the C library and of Windows, all by one reading of formats. Part of mockras: windows.h in
 * the folder above includes it.
 */
#ifndef MOCKRAS_PRINT_H
#define MOCKRAS_PRINT_H
#pragma GCC system_header

/* What becomes of text that is too long. */
#define MOCKRAS_CUT 0       /* it is cut, ends in NUL, and its whole length is returned: snprintf */
#define MOCKRAS_CUT_BARE 1  /* it is cut, and ends in no NUL: _snprintf */
#define MOCKRAS_CUT_FAIL 2  /* it is cut, ends in NUL, and that is a failure: swprintf, StringCchPrintf */

static inline int mockras_print(void *to, size_t size, int is_wide, int how, const void *format, va_list arguments)
{
    mockras_sink sink = {to, size, 0, is_wide};
    size_t end, length;
    length = mockras_format(&sink, format, arguments);
    end = length < size ? length : how == MOCKRAS_CUT_BARE || size == 0 ? (size_t)-1 : size - 1;
    if (end != (size_t)-1) {
        if (is_wide)
            ((WCHAR *)to)[end] = 0;
        else
            ((char *)to)[end] = 0;
    }
    if (length > size || (length == size && how == MOCKRAS_CUT_FAIL))
        return how == MOCKRAS_CUT ? (int)length : -1;
    return (int)length;
}

#define MOCKRAS_PRINTED(call)               \
    int mockras_length;                     \
    va_list arguments;                      \
    va_start(arguments, format);            \
    mockras_length = call;                  \
    va_end(arguments);                      \
    return mockras_length

static inline int mockras_vsnprintf(char *to, size_t size, const char *format, va_list arguments)
{
    return mockras_print(to, size, 0, MOCKRAS_CUT, format, arguments);
}

static inline int mockras_snprintf(char *to, size_t size, const char *format, ...)
{
    MOCKRAS_PRINTED(mockras_print(to, size, 0, MOCKRAS_CUT, format, arguments));
}

static inline int mockras_vsprintf(char *to, const char *format, va_list arguments)
{
    return mockras_print(to, INT32_MAX, 0, MOCKRAS_CUT, format, arguments);
}

static inline int mockras_sprintf(char *to, const char *format, ...)
{
    MOCKRAS_PRINTED(mockras_print(to, INT32_MAX, 0, MOCKRAS_CUT, format, arguments));
}

/* By these names, because the templates of C++ call them. */
MOCKRAS_C_BEGIN
int mockras_vswprintf(WCHAR *to, size_t size, const WCHAR *format, va_list arguments) MOCKRAS_AS(vswprintf);
int mockras_vswprintf(WCHAR *to, size_t size, const WCHAR *format, va_list arguments)
{
    return mockras_print(to, size, 1, MOCKRAS_CUT_FAIL, format, arguments);
}

int mockras_swprintf(WCHAR *to, size_t size, const WCHAR *format, ...) MOCKRAS_AS(swprintf);
int mockras_swprintf(WCHAR *to, size_t size, const WCHAR *format, ...)
{
    MOCKRAS_PRINTED(mockras_print(to, size, 1, MOCKRAS_CUT_FAIL, format, arguments));
}

int mockras_checked_vswprintf(WCHAR *to, size_t size, int flag, size_t room, const WCHAR *format, va_list arguments)
    MOCKRAS_AS(__vswprintf_chk);
int mockras_checked_vswprintf(WCHAR *to, size_t size, int flag, size_t room, const WCHAR *format, va_list arguments)
{
    (void)flag;
    if (size > room)
        abort();
    return mockras_print(to, size, 1, MOCKRAS_CUT_FAIL, format, arguments);
}
MOCKRAS_C_END

static inline int _vsnprintf(char *to, size_t size, const char *format, va_list arguments)
{
    return mockras_print(to, size, 0, MOCKRAS_CUT_BARE, format, arguments);
}

static inline int _snprintf(char *to, size_t size, const char *format, ...)
{
    MOCKRAS_PRINTED(mockras_print(to, size, 0, MOCKRAS_CUT_BARE, format, arguments));
}

static inline int _vsnwprintf(WCHAR *to, size_t size, const WCHAR *format, va_list arguments)
{
    return mockras_print(to, size, 1, MOCKRAS_CUT_BARE, format, arguments);
}

static inline int _snwprintf(WCHAR *to, size_t size, const WCHAR *format, ...)
{
    MOCKRAS_PRINTED(mockras_print(to, size, 1, MOCKRAS_CUT_BARE, format, arguments));
}

static inline int _swprintf(WCHAR *to, const WCHAR *format, ...)
{
    MOCKRAS_PRINTED(mockras_print(to, INT32_MAX, 1, MOCKRAS_CUT, format, arguments));
}

static inline int _vscprintf(const char *format, va_list arguments)
{
    return mockras_print(NULL, 0, 0, MOCKRAS_CUT, format, arguments);
}

static inline int _scprintf(const char *format, ...)
{
    MOCKRAS_PRINTED(mockras_print(NULL, 0, 0, MOCKRAS_CUT, format, arguments));
}

static inline int _vscwprintf(const WCHAR *format, va_list arguments)
{
    return mockras_print(NULL, 0, 1, MOCKRAS_CUT, format, arguments);
}

static inline int _scwprintf(const WCHAR *format, ...)
{
    MOCKRAS_PRINTED(mockras_print(NULL, 0, 1, MOCKRAS_CUT, format, arguments));
}

/* They write at most 1024 units, with the NUL. */
static inline int wvsprintfA(LPSTR to, LPCSTR format, va_list arguments)
{
    int length = mockras_print(to, 1024, 0, MOCKRAS_CUT, format, arguments);
    return length < 1024 ? length : 1023;
}

static inline int wvsprintfW(LPWSTR to, LPCWSTR format, va_list arguments)
{
    int length = mockras_print(to, 1024, 1, MOCKRAS_CUT, format, arguments);
    return length < 1024 ? length : 1023;
}

static inline int wsprintfA(LPSTR to, LPCSTR format, ...)
{
    MOCKRAS_PRINTED(wvsprintfA(to, format, arguments));
}

static inline int wsprintfW(LPWSTR to, LPCWSTR format, ...)
{
    MOCKRAS_PRINTED(wvsprintfW(to, format, arguments));
}

/* To a stream: wide text becomes UTF-8 there. */
static inline int mockras_print_to(FILE *stream, int is_wide, const void *format, va_list arguments)
{
    va_list again;
    int length;
    void *text;
    va_copy(again, arguments);
    length = mockras_print(NULL, 0, is_wide, MOCKRAS_CUT, format, again);
    va_end(again);
    text = malloc(((size_t)length + 1) * (is_wide ? sizeof(WCHAR) : 1));
    if (!text)
        return -1;
    mockras_print(text, (size_t)length + 1, is_wide, MOCKRAS_CUT, format, arguments);
    if (is_wide) {
        char *narrow = mockras_utf8_of((const WCHAR *)text);
        fputs(narrow ? narrow : "", stream);
        free(narrow);
    } else {
        fwrite(text, 1, (size_t)length, stream);
    }
    free(text);
    return length;
}

static inline int mockras_vfprintf(FILE *stream, const char *format, va_list arguments)
{
    return mockras_print_to(stream, 0, format, arguments);
}

static inline int mockras_fprintf(FILE *stream, const char *format, ...)
{
    MOCKRAS_PRINTED(mockras_print_to(stream, 0, format, arguments));
}

static inline int mockras_printf(const char *format, ...)
{
    MOCKRAS_PRINTED(mockras_print_to(stdout, 0, format, arguments));
}

static inline int mockras_vfwprintf(FILE *stream, const WCHAR *format, va_list arguments)
{
    return mockras_print_to(stream, 1, format, arguments);
}

static inline int mockras_fwprintf(FILE *stream, const WCHAR *format, ...)
{
    MOCKRAS_PRINTED(mockras_print_to(stream, 1, format, arguments));
}

static inline int mockras_wprintf(const WCHAR *format, ...)
{
    MOCKRAS_PRINTED(mockras_print_to(stdout, 1, format, arguments));
}

#define wvsprintf MOCKRAS_AW(wvsprintf)
#define wsprintf MOCKRAS_AW(wsprintf)

/* The names of the C library are these functions: its own take 64 bits for a long. */
#ifdef __cplusplus
namespace std {
using ::mockras_fprintf;
using ::mockras_fwprintf;
using ::mockras_printf;
using ::mockras_snprintf;
using ::mockras_sprintf;
using ::mockras_swprintf;
using ::mockras_vfprintf;
using ::mockras_vfwprintf;
using ::mockras_vsnprintf;
using ::mockras_vsprintf;
using ::mockras_vswprintf;
using ::mockras_wprintf;
}
#endif
#undef fprintf
#undef fwprintf
#undef printf
#undef snprintf
#undef sprintf
#undef swprintf
#undef vfprintf
#undef vfwprintf
#undef vsnprintf
#undef vsprintf
#undef vswprintf
#undef wprintf
#define fprintf mockras_fprintf
#define fwprintf mockras_fwprintf
#define printf mockras_printf
#define snprintf mockras_snprintf
#define sprintf mockras_sprintf
#define swprintf mockras_swprintf
#define vfprintf mockras_vfprintf
#define vfwprintf mockras_vfwprintf
#define vsnprintf mockras_vsnprintf
#define vsprintf mockras_vsprintf
#define vswprintf mockras_vswprintf
#define wprintf mockras_wprintf

#endif
