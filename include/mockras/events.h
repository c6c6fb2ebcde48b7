/*
 * What a DLL says: for a debugger and to the event log, all of which the transcript shows, and the text of errors. Part
 * of mockras: windows.h in the folder above includes it.
 */
#ifndef MOCKRAS_EVENTS_H
#define MOCKRAS_EVENTS_H
#pragma GCC system_header

#define EVENTLOG_SUCCESS 0x0
#define EVENTLOG_ERROR_TYPE 0x1
#define EVENTLOG_WARNING_TYPE 0x2
#define EVENTLOG_INFORMATION_TYPE 0x4
#define EVENTLOG_AUDIT_SUCCESS 0x8
#define EVENTLOG_AUDIT_FAILURE 0x10
#define FORMAT_MESSAGE_ALLOCATE_BUFFER 0x100
#define FORMAT_MESSAGE_IGNORE_INSERTS 0x200
#define FORMAT_MESSAGE_FROM_STRING 0x400
#define FORMAT_MESSAGE_FROM_HMODULE 0x800
#define FORMAT_MESSAGE_FROM_SYSTEM 0x1000
#define FORMAT_MESSAGE_ARGUMENT_ARRAY 0x2000
#define FORMAT_MESSAGE_MAX_WIDTH_MASK 0xFF

/* A note of text, without the ends of lines at its end. */
static inline void OutputDebugStringW(LPCWSTR text)
{
    char *narrow = mockras_utf8_of(text);
    size_t length = narrow ? strlen(narrow) : 0;
    while (length && (narrow[length - 1] == '\n' || narrow[length - 1] == '\r'))
        narrow[--length] = 0;
    if (narrow)
        mockras_note(narrow);
    free(narrow);
}

static inline void OutputDebugStringA(LPCSTR text)
{
    WCHAR *wide = mockras_wide_of(text ? text : "");
    OutputDebugStringW(wide);
    free(wide);
}

#define OutputDebugString MOCKRAS_AW(OutputDebugString)

typedef struct mockras_event_source {
    mockras_object head;
    WCHAR name[64];
} mockras_event_source;

static inline HANDLE RegisterEventSourceW(LPCWSTR server, LPCWSTR name)
{
    mockras_event_source *source = (mockras_event_source *)calloc(1, sizeof *source);
    (void)server;
    if (source)
        lstrcpynW(source->name, name ? name : L"", ARRAYSIZE(source->name));
    return mockras_open(source, MOCKRAS_EVENT_SOURCE, NULL);
}

static inline HANDLE RegisterEventSourceA(LPCSTR server, LPCSTR name)
{
    WCHAR *wide = mockras_wide_of(name);
    HANDLE source = RegisterEventSourceW(NULL, wide);
    (void)server;
    free(wide);
    return source;
}

static inline BOOL DeregisterEventSource(HANDLE source)
{
    return mockras_close(source, MOCKRAS_EVENT_SOURCE);
}

/* `event log: gate: error 1001: text; text` */
static inline BOOL mockras_report(HANDLE handle, WORD type, DWORD id, WORD count, const void *const *texts, int is_wide)
{
    mockras_object *object = mockras_use(handle, MOCKRAS_EVENT_SOURCE);
    const char *kind = type == EVENTLOG_ERROR_TYPE ? "error" : type == EVENTLOG_WARNING_TYPE ? "warning" :
        type == EVENTLOG_AUDIT_SUCCESS ? "success" : type == EVENTLOG_AUDIT_FAILURE ? "failure" : "information";
    WCHAR line[900];
    size_t length;
    WORD at;
    char *narrow;
    if (!object)
        return FALSE;
    mockras_swprintf(line, ARRAYSIZE(line), L"event log: %s: %hs %u", ((mockras_event_source *)(void *)object)->name,
        kind,
        id & 0xFFFF);
    for (at = 0; at < count; at++) {
        length = wcslen(line);
        mockras_swprintf(line + length, ARRAYSIZE(line) - length, is_wide ? L"%hs%ls" : L"%hs%hs", at ? "; " : ": ",
            texts ? texts[at] : NULL);
    }
    mockras_unuse(object);
    narrow = mockras_utf8_of(line);
    if (narrow)
        mockras_note(narrow);
    free(narrow);
    return TRUE;
}

static inline BOOL ReportEventW(HANDLE source, WORD type, WORD category, DWORD id, PVOID user, WORD count, DWORD size,
    LPCWSTR *texts, LPVOID bytes)
{
    (void)category;
    (void)user;
    (void)size;
    (void)bytes;
    return mockras_report(source, type, id, count, (const void *const *)(const void *)texts, 1);
}

static inline BOOL ReportEventA(HANDLE source, WORD type, WORD category, DWORD id, PVOID user, WORD count, DWORD size,
    LPCSTR *texts, LPVOID bytes)
{
    (void)category;
    (void)user;
    (void)size;
    (void)bytes;
    return mockras_report(source, type, id, count, (const void *const *)(const void *)texts, 0);
}

#define RegisterEventSource MOCKRAS_AW(RegisterEventSource)
#define ReportEvent MOCKRAS_AW(ReportEvent)

/* What an error is called here; its number, if it has no text. */
static inline LPCWSTR mockras_error_text(DWORD code)
{
    switch (code) {
    case 0: return L"The operation completed successfully.\r\n";
    case 2: return L"The system cannot find the file specified.\r\n";
    case 3: return L"The system cannot find the path specified.\r\n";
    case 5: return L"Access is denied.\r\n";
    case 6: return L"The handle is invalid.\r\n";
    case 50: return L"The request is not supported.\r\n";
    case 87: return L"The parameter is incorrect.\r\n";
    case 122: return L"The data area passed to a system call is too small.\r\n";
    case 126: return L"The specified module could not be found.\r\n";
    case 127: return L"The specified procedure could not be found.\r\n";
    case 183: return L"Cannot create a file when that file already exists.\r\n";
    case 234: return L"More data is available.\r\n";
    case 259: return L"No more data is available.\r\n";
    default: return NULL;
    }
}

/*
 * Text with what it names by %1 to %9 put in: always text, whatever a format behind it says, but for numbers by !u! and
 * !d!.
 */
static inline size_t mockras_insert(mockras_sink *sink, const void *text, DWORD_PTR *array, va_list *list, int ignores)
{
    DWORD_PTR given[9] = {0};
    size_t at = 0, had = 0;
    WCHAR unit;
    while ((unit = mockras_unit_at(text, at++, sink->is_wide)) != 0) {
        WCHAR next = mockras_unit_at(text, at, sink->is_wide);
        mockras_spec spec;
        size_t index;
        if (unit != '%' || ignores) {
            mockras_put(sink, unit);
            continue;
        }
        at += next != 0;
        if (next == '0')
            break;
        if (next < '1' || next > '9') {
            if (next == 'n')
                mockras_put(sink, '\r');
            mockras_put(sink, next == 'n' ? '\n' : next);
            continue;
        }
        index = (size_t)(next - '1');
        for (; had <= index; had++)
            given[had] = array ? array[had] : list ? va_arg(*list, DWORD_PTR) : 0;
        memset(&spec, 0, sizeof spec);
        spec.precision = -1;
        spec.what = 's';
        if (mockras_unit_at(text, at, sink->is_wide) == '!') {
            int stars = 0;
            at += 1 + mockras_read_spec(text, at + 1, sink->is_wide, &spec, &stars);
            at += mockras_unit_at(text, at, sink->is_wide) == '!';
        }
        if (spec.what == 's' || spec.what == 'S') {
            int is_wide = spec.size == 'h' ? 0 : spec.size == 'l' || spec.size == 'w' ? 1
                : sink->is_wide != (spec.what == 'S');
            mockras_put_text(sink, &spec, (const void *)given[index], is_wide);
        } else {
            int is_negative = (spec.what == 'd' || spec.what == 'i') && (int32_t)given[index] < 0;
            uint32_t value = (uint32_t)given[index];
            spec.what = spec.what == 'i' ? 'd' : spec.what;
            mockras_put_integer(sink, &spec, is_negative ? 0 - value : value, is_negative);
        }
    }
    return sink->count;
}

static inline DWORD mockras_message(DWORD flags, LPCVOID source, DWORD code, void *to, DWORD size, va_list *arguments,
    int is_wide)
{
    DWORD_PTR *array = flags & FORMAT_MESSAGE_ARGUMENT_ARRAY ? (DWORD_PTR *)(void *)arguments : NULL;
    size_t unit = is_wide ? sizeof(WCHAR) : 1, length, pass;
    const WCHAR *wide = flags & FORMAT_MESSAGE_FROM_STRING ? NULL : mockras_error_text(code);
    char narrow[120];
    void *made = NULL;
    if (!(flags & FORMAT_MESSAGE_FROM_STRING)) {
        if (!wide || !(flags & FORMAT_MESSAGE_FROM_SYSTEM))
            return (DWORD)mockras_fail(317);
        mockras_narrow(wide, narrow, sizeof narrow);
        source = is_wide ? (LPCVOID)wide : (LPCVOID)narrow;
    }
    for (pass = 0, length = 0; pass < 2; pass++) {
        mockras_sink sink = {made, pass ? length : 0, 0, is_wide};
        va_list again;
        if (arguments && !array)
            va_copy(again, *arguments);
        length = mockras_insert(&sink, source, array, arguments && !array ? &again : NULL,
            (flags & FORMAT_MESSAGE_IGNORE_INSERTS) != 0);
        if (arguments && !array)
            va_end(again);
        if (pass == 0) {
            if (!(flags & FORMAT_MESSAGE_ALLOCATE_BUFFER) && length >= size)
                return (DWORD)mockras_fail(122);
            made = flags & FORMAT_MESSAGE_ALLOCATE_BUFFER ? mockras_allocate((length + 1) * unit, 1) : to;
            if (!made)
                return 0;
        }
    }
    memset((char *)made + length * unit, 0, unit);
    if (flags & FORMAT_MESSAGE_ALLOCATE_BUFFER)
        *(void **)to = made;
    return (DWORD)length;
}

static inline DWORD FormatMessageW(DWORD flags, LPCVOID source, DWORD code, DWORD language, LPWSTR to, DWORD size,
    va_list *arguments)
{
    (void)language;
    return mockras_message(flags, source, code, to, size, arguments, 1);
}

static inline DWORD FormatMessageA(DWORD flags, LPCVOID source, DWORD code, DWORD language, LPSTR to, DWORD size,
    va_list *arguments)
{
    (void)language;
    return mockras_message(flags, source, code, to, size, arguments, 0);
}

#define FormatMessage MOCKRAS_AW(FormatMessage)

#endif
