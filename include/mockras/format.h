/*
 * How the printf functions of Windows read a format: a long has 32 bits, %s is text of the function's own kind, %S of
 * the other. Part of mockras: windows.h in the folder above includes it.
 */
#ifndef MOCKRAS_FORMAT_H
#define MOCKRAS_FORMAT_H
#pragma GCC system_header

/* Where formatted text goes: as much as there is room for; `count` is what there would be. */
typedef struct mockras_sink {
    void *to;
    size_t size;
    size_t count;
    int is_wide;
} mockras_sink;

/* One conversion of a format. */
typedef struct mockras_spec {
    int is_left, has_plus, has_space, has_zero, has_form;
    int width, precision;
    char size;
    char what;
} mockras_spec;

static inline void mockras_put(mockras_sink *sink, WCHAR unit)
{
    if (sink->count < sink->size) {
        if (sink->is_wide)
            ((WCHAR *)sink->to)[sink->count] = unit;
        else
            ((char *)sink->to)[sink->count] = (char)unit;
    }
    sink->count++;
}

static inline void mockras_fill(mockras_sink *sink, WCHAR unit, int count)
{
    while (count-- > 0)
        mockras_put(sink, unit);
}

/* A unit of the other kind of text: the bytes of narrow text are code page 1252, as GetACP says. */
static inline WCHAR mockras_converted(WCHAR unit, int from_wide, int to_wide)
{
    int byte;
    if (from_wide == to_wide)
        return unit;
    if (to_wide)
        return mockras_of_1252((unsigned char)unit);
    byte = mockras_to_1252(unit);
    return byte < 0 ? '?' : (WCHAR)byte;
}

static inline WCHAR mockras_unit_at(const void *text, size_t at, int is_wide)
{
    return is_wide ? ((const WCHAR *)text)[at] : ((const unsigned char *)text)[at];
}

/* Text of a width and a precision. */
static inline void mockras_put_text(mockras_sink *sink, const mockras_spec *spec, const void *text, int is_wide)
{
    size_t length = 0, at;
    int gap;
    if (!text) {
        text = "(null)";
        is_wide = 0;
    }
    while ((spec->precision < 0 || length < (size_t)spec->precision) && mockras_unit_at(text, length, is_wide))
        length++;
    gap = spec->width - (int)length;
    if (!spec->is_left)
        mockras_fill(sink, spec->has_zero ? '0' : ' ', gap);
    for (at = 0; at < length; at++)
        mockras_put(sink, mockras_converted(mockras_unit_at(text, at, is_wide), is_wide, sink->is_wide));
    if (spec->is_left)
        mockras_fill(sink, ' ', gap);
}

/* A number that is made already, with its sign or prefix in front. */
static inline void mockras_put_number(mockras_sink *sink, const mockras_spec *spec, const char *prefix,
    const char *digits)
{
    int length = (int)strlen(digits), before = (int)strlen(prefix);
    int zeros = spec->precision > length ? spec->precision - length : 0;
    int gap = spec->width - length - before - zeros;
    if (spec->has_zero && !spec->is_left && spec->precision < 0 && gap > 0) {
        zeros = gap;
        gap = 0;
    }
    if (!spec->is_left)
        mockras_fill(sink, ' ', gap);
    while (*prefix)
        mockras_put(sink, (unsigned char)*prefix++);
    mockras_fill(sink, '0', zeros);
    while (*digits)
        mockras_put(sink, (unsigned char)*digits++);
    if (spec->is_left)
        mockras_fill(sink, ' ', gap);
}

static inline void mockras_put_integer(mockras_sink *sink, const mockras_spec *spec, uint64_t value, int is_negative)
{
    char digits[72], *at = digits + sizeof digits - 1;
    const char *prefix = "", *names = spec->what == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    unsigned base = spec->what == 'x' || spec->what == 'X' ? 16 : spec->what == 'o' ? 8 : 10;
    int is_zero = value == 0;
    *at = 0;
    for (; value; value /= base)
        *--at = names[value % base];
    if (is_zero && spec->precision != 0)
        *--at = '0';
    if (spec->what == 'd')
        prefix = is_negative ? "-" : spec->has_plus ? "+" : spec->has_space ? " " : "";
    else if (spec->has_form && !is_zero && base != 10)
        prefix = base == 8 ? "0" : spec->what == 'X' ? "0X" : "0x";
    mockras_put_number(sink, spec, prefix, at);
}

/* A number with a fraction is what the C library makes of it. */
static inline void mockras_put_fraction(mockras_sink *sink, const mockras_spec *spec, double value)
{
    char format[16], made[400];
    mockras_spec plain = *spec;
    int at = 0;
    format[at++] = '%';
    if (spec->has_plus)
        format[at++] = '+';
    if (spec->has_space)
        format[at++] = ' ';
    if (spec->has_form)
        format[at++] = '#';
    format[at++] = '.';
    format[at++] = '*';
    format[at++] = spec->what;
    format[at] = 0;
    snprintf(made, sizeof made, format, spec->precision < 0 ? 6 : spec->precision, value);
    plain.precision = -1;
    if (made[0] == '-' || made[0] == '+' || made[0] == ' ') {
        char sign[2] = {made[0], 0};
        mockras_put_number(sink, &plain, sign, made + 1);
    } else {
        mockras_put_number(sink, &plain, "", made);
    }
}

/* Reads what follows a %, and says how many units that were. Sizes: h, b (hh), q (64 bits), l, w, z (as a pointer). */
static inline size_t mockras_read_spec(const void *format, size_t start, int is_wide, mockras_spec *spec, int *stars)
{
    size_t at = start;
    int is_precision;
    memset(spec, 0, sizeof *spec);
    spec->precision = -1;
    for (;; at++) {
        WCHAR unit = mockras_unit_at(format, at, is_wide);
        if (unit == '-')
            spec->is_left = 1;
        else if (unit == '+')
            spec->has_plus = 1;
        else if (unit == ' ')
            spec->has_space = 1;
        else if (unit == '0')
            spec->has_zero = 1;
        else if (unit == '#')
            spec->has_form = 1;
        else
            break;
    }
    for (is_precision = 0; is_precision < 2; is_precision++) {
        int *number = is_precision ? &spec->precision : &spec->width;
        if (is_precision) {
            if (mockras_unit_at(format, at, is_wide) != '.')
                break;
            at++;
            *number = 0;
        }
        if (mockras_unit_at(format, at, is_wide) == '*') {
            *stars |= 1 << is_precision;
            at++;
        }
        for (; mockras_unit_at(format, at, is_wide) >= '0' && mockras_unit_at(format, at, is_wide) <= '9'; at++)
            if (*number < 100000)
                *number = *number * 10 + (mockras_unit_at(format, at, is_wide) - '0');
    }
    for (;; at++) {
        WCHAR unit = mockras_unit_at(format, at, is_wide);
        if (unit == 'h' || unit == 'l' || unit == 'w') {
            spec->size = spec->size == 'h' && unit == 'h' ? 'b' : spec->size == 'l' && unit == 'l' ? 'q' : (char)unit;
        } else if (unit == 'z' || unit == 't') {
            spec->size = 'z';
        } else if (unit == 'j' || unit == 'L') {
            spec->size = 'q';
        } else if (unit == 'I') {
            WCHAR one = mockras_unit_at(format, at + 1, is_wide);
            WCHAR two = one ? mockras_unit_at(format, at + 2, is_wide) : 0;
            spec->size = one == '6' && two == '4' ? 'q' : one == '3' && two == '2' ? 'l' : 'z';
            at += spec->size == 'z' ? 0 : 2;
        } else {
            spec->what = unit < 0x80 ? (char)unit : 0;
            return at + (unit != 0) - start;
        }
    }
}

/* Formats text, and says how long it is without the NUL, which is not written. */
static inline size_t mockras_format(mockras_sink *sink, const void *format, va_list arguments)
{
    size_t at = 0;
    WCHAR unit;
    while ((unit = mockras_unit_at(format, at++, sink->is_wide)) != 0) {
        mockras_spec spec;
        int stars = 0;
        if (unit != '%') {
            mockras_put(sink, unit);
            continue;
        }
        at += mockras_read_spec(format, at, sink->is_wide, &spec, &stars);
        if (stars & 1) {
            spec.width = va_arg(arguments, int);
            spec.is_left |= spec.width < 0;
            spec.width = spec.width < 0 ? -spec.width : spec.width;
        }
        if (stars & 2)
            spec.precision = va_arg(arguments, int);
        switch (spec.what) {
        case 'd': case 'i': case 'u': case 'x': case 'X': case 'o': {
            int is_signed = spec.what == 'd' || spec.what == 'i';
            int has_64 = spec.size == 'q' || (spec.size == 'z' && sizeof(size_t) == 8);
            uint64_t value = has_64 ? va_arg(arguments, uint64_t) : va_arg(arguments, uint32_t);
            int64_t number = has_64 ? (int64_t)value : (int32_t)value;
            if (spec.size == 'h') {
                value = (uint16_t)value;
                number = (int16_t)value;
            } else if (spec.size == 'b') {
                value = (uint8_t)value;
                number = (int8_t)value;
            }
            spec.what = is_signed ? 'd' : spec.what;
            if (is_signed)
                value = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
            mockras_put_integer(sink, &spec, value, is_signed && number < 0);
            break;
        }
        case 'p':
            spec.what = 'X';
            spec.precision = 2 * (int)sizeof(void *);
            mockras_put_integer(sink, &spec, (uintptr_t)va_arg(arguments, void *), 0);
            break;
        case 'c': case 'C': case 's': case 'S': {
            int is_other = spec.what == 'C' || spec.what == 'S';
            int is_wide = spec.size == 'h' ? 0 : spec.size == 'l' || spec.size == 'w' ? 1 : sink->is_wide != is_other;
            if (spec.what == 's' || spec.what == 'S') {
                mockras_put_text(sink, &spec, va_arg(arguments, const void *), is_wide);
            } else {
                WCHAR one = (WCHAR)va_arg(arguments, int);
                if (!spec.is_left)
                    mockras_fill(sink, ' ', spec.width - 1);
                one = is_wide ? one : (unsigned char)one;
                mockras_put(sink, mockras_converted(one, is_wide, sink->is_wide));
                if (spec.is_left)
                    mockras_fill(sink, ' ', spec.width - 1);
            }
            break;
        }
        case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': case 'a': case 'A':
            mockras_put_fraction(sink, &spec, va_arg(arguments, double));
            break;
        case 0:
            return sink->count;
        default:
            mockras_put(sink, (unsigned char)spec.what);
        }
    }
    return sink->count;
}

#endif
