/*
 * The machine and the process: names, numbers, modules, the environment. They are the same everywhere. Part of mockras:
 * windows.h in the folder above includes it.
 */
#ifndef MOCKRAS_MACHINE_H
#define MOCKRAS_MACHINE_H
#pragma GCC system_header

#define MAX_COMPUTERNAME_LENGTH 15
#define DONT_RESOLVE_DLL_REFERENCES 0x1
#define LOAD_LIBRARY_AS_DATAFILE 0x2
#define GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT 0x2
#define GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS 0x4

MOCKRAS_C_BEGIN
/* The handle of this DLL is the address of this. */
MOCKRAS_SHARED char mockras_module = 0;
#ifdef __APPLE__
int mockras_dladdr(const void *address, void *to) __asm__("_dladdr");
#else
int mockras_dladdr(const void *address, void *to) __asm__("dladdr");
#endif
MOCKRAS_C_END

#define MOCKRAS_THIS_MODULE ((HMODULE)(void *)&mockras_module)

static inline DWORD GetCurrentProcessId(void)
{
    return 1492;
}

#define GetCurrentProcess() ((HANDLE)(LONG_PTR)-1)

/* Like functions that tell a name: the length without the NUL; if there is no room, the size it takes, and it fails. */
static inline BOOL mockras_name_w(LPCWSTR name, LPWSTR to, LPDWORD size)
{
    DWORD length = (DWORD)wcslen(name);
    BOOL has_room = to && *size > length;
    if (has_room)
        wcscpy(to, name);
    *size = has_room ? length : length + 1;
    return has_room ? TRUE : mockras_fail(111);
}

static inline BOOL mockras_name_a(LPCSTR name, LPSTR to, LPDWORD size)
{
    DWORD length = (DWORD)strlen(name);
    BOOL has_room = to && *size > length;
    if (has_room)
        strcpy(to, name);
    *size = has_room ? length : length + 1;
    return has_room ? TRUE : mockras_fail(111);
}

#define GetComputerNameW(to, size) mockras_name_w(L"RASSERVER", (to), (size))
#define GetComputerNameA(to, size) mockras_name_a("RASSERVER", (to), (size))
#define GetComputerName MOCKRAS_AW(GetComputerName)

/* Here the length that comes back has the NUL in it. */
static inline BOOL GetUserNameW(LPWSTR to, LPDWORD size)
{
    BOOL is_told = mockras_name_w(L"SYSTEM", to, size);
    if (is_told)
        ++*size;
    else
        SetLastError(122);
    return is_told;
}

static inline BOOL GetUserNameA(LPSTR to, LPDWORD size)
{
    BOOL is_told = mockras_name_a("SYSTEM", to, size);
    if (is_told)
        ++*size;
    else
        SetLastError(122);
    return is_told;
}

#define GetUserName MOCKRAS_AW(GetUserName)

/* C:\Windows\System32\gate.dll for libgate.so: the name of the file, and not where it is. */
static inline void mockras_file_of_module(HMODULE module, WCHAR *to)
{
    struct {
        const char *file;
        void *base;
        const char *symbol;
        void *address;
    } found;
    const char *name = "gate", *slash, *dot;
    size_t length, at;
    memset(&found, 0, sizeof found);
    if (module && module != MOCKRAS_THIS_MODULE)
        module = NULL;
    wcscpy(to, L"C:\\Windows\\System32\\");
    if (!module) {
        wcscat(to, L"svchost.exe");
        return;
    }
    if (mockras_dladdr(&mockras_module, &found) && found.file)
        name = found.file;
    slash = strrchr(name, '/');
    name = slash ? slash + 1 : name;
    name += strncmp(name, "lib", 3) == 0 ? 3 : 0;
    dot = strrchr(name, '.');
    length = dot ? (size_t)(dot - name) : strlen(name);
    to += wcslen(to);
    for (at = 0; at < length && at < 200; at++)
        to[at] = mockras_of_1252((unsigned char)name[at]);
    wcscpy(to + at, L".dll");
}

static inline DWORD GetModuleFileNameW(HMODULE module, LPWSTR to, DWORD size)
{
    WCHAR file[MAX_PATH];
    DWORD length;
    mockras_file_of_module(module, file);
    length = (DWORD)wcslen(file);
    if (size == 0)
        return 0;
    lstrcpynW(to, file, (int)size);
    SetLastError(length < size ? 0 : 122);
    return length < size ? length : size;
}

static inline DWORD GetModuleFileNameA(HMODULE module, LPSTR to, DWORD size)
{
    WCHAR file[MAX_PATH];
    DWORD length;
    mockras_file_of_module(module, file);
    length = (DWORD)wcslen(file);
    if (size == 0)
        return 0;
    mockras_narrow(file, to, size);
    SetLastError(length < size ? 0 : 122);
    return length < size ? length : size;
}

#define GetModuleFileName MOCKRAS_AW(GetModuleFileName)

/* No other module is there: NULL with ERROR_MOD_NOT_FOUND, and a note where one would be loaded. */
static inline HMODULE GetModuleHandleW(LPCWSTR name)
{
    WCHAR file[MAX_PATH];
    const WCHAR *short_name;
    mockras_file_of_module(MOCKRAS_THIS_MODULE, file);
    short_name = wcsrchr(file, '\\') + 1;
    if (!name)
        return (HMODULE)(UINT_PTR)0x400000;
    if (lstrcmpiW(name, short_name) == 0 || lstrcmpiW(name, file) == 0)
        return MOCKRAS_THIS_MODULE;
    SetLastError(126);
    return NULL;
}

static inline HMODULE GetModuleHandleA(LPCSTR name)
{
    WCHAR *wide = mockras_wide_of(name);
    HMODULE module = GetModuleHandleW(wide);
    free(wide);
    return module;
}

#define GetModuleHandle MOCKRAS_AW(GetModuleHandle)

static inline BOOL GetModuleHandleExW(DWORD flags, LPCWSTR name, HMODULE *to)
{
    *to = flags & GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS ? MOCKRAS_THIS_MODULE : GetModuleHandleW(name);
    return *to != NULL;
}

static inline HMODULE LoadLibraryW(LPCWSTR name)
{
    HMODULE module = name ? GetModuleHandleW(name) : NULL;
    if (!module) {
        char *narrow = mockras_utf8_of(name), text[200];
        mockras_snprintf(text, sizeof text, "LoadLibrary finds no %s: only the DLL itself is there", narrow ? narrow
            : "");
        mockras_note(text);
        free(narrow);
        SetLastError(126);
    }
    return module;
}

static inline HMODULE LoadLibraryA(LPCSTR name)
{
    WCHAR *wide = mockras_wide_of(name);
    HMODULE module = LoadLibraryW(wide);
    free(wide);
    return module;
}

#define LoadLibrary MOCKRAS_AW(LoadLibrary)
#define LoadLibraryExW(name, file, flags) ((void)(file), (void)(flags), LoadLibraryW(name))
#define LoadLibraryExA(name, file, flags) ((void)(file), (void)(flags), LoadLibraryA(name))
#define LoadLibraryEx MOCKRAS_AW(LoadLibraryEx)

static inline BOOL FreeLibrary(HMODULE module)
{
    return module != NULL;
}

static inline FARPROC GetProcAddress(HMODULE module, LPCSTR name)
{
    (void)module;
    (void)name;
    SetLastError(127);
    return NULL;
}

static inline BOOL DisableThreadLibraryCalls(HMODULE module)
{
    (void)module;
    return TRUE;
}

/* The environment of a service, as far as DLLs ask for it. */
static inline LPCWSTR mockras_variable(LPCWSTR name, size_t length)
{
    static const WCHAR *const variables[][2] = {{L"SYSTEMROOT", L"C:\\Windows"}, {L"WINDIR", L"C:\\Windows"},
        {L"SYSTEMDRIVE", L"C:"}, {L"TEMP", L"C:\\Windows\\Temp"}, {L"TMP", L"C:\\Windows\\Temp"},
        {L"COMPUTERNAME", L"RASSERVER"}, {L"PROGRAMDATA", L"C:\\ProgramData"}, {L"PROGRAMFILES", L"C:\\Program Files"},
        {L"USERNAME", L"RASSERVER$"}, {L"OS", L"Windows_NT"}};
    size_t at;
    for (at = 0; at < ARRAYSIZE(variables); at++)
        if (wcslen(variables[at][0]) == length && mockras_compare(variables[at][0], name, length, mockras_upper) == 0)
            return variables[at][1];
    return NULL;
}

static inline DWORD GetEnvironmentVariableW(LPCWSTR name, LPWSTR to, DWORD size)
{
    LPCWSTR value = mockras_variable(name, wcslen(name));
    return value ? mockras_give_w(value, to, size) : (DWORD)mockras_fail(203);
}

static inline DWORD GetEnvironmentVariableA(LPCSTR name, LPSTR to, DWORD size)
{
    WCHAR *wide = mockras_wide_of(name);
    LPCWSTR value = wide ? mockras_variable(wide, wcslen(wide)) : NULL;
    free(wide);
    return value ? mockras_give_a(value, to, size) : (DWORD)mockras_fail(203);
}

#define GetEnvironmentVariable MOCKRAS_AW(GetEnvironmentVariable)

/* Returns the size with the NUL, whether it fits or not. */
static inline DWORD ExpandEnvironmentStringsW(LPCWSTR text, LPWSTR to, DWORD size)
{
    DWORD made = 0;
    while (*text) {
        const WCHAR *end = *text == '%' ? wcschr(text + 1, '%') : NULL;
        LPCWSTR value = end ? mockras_variable(text + 1, (size_t)(end - text) - 1) : NULL;
        const WCHAR *part = value ? value : text;
        size_t length = value ? wcslen(value) : 1, at;
        for (at = 0; at < length; at++, made++)
            if (to && made < size)
                to[made] = part[at];
        text = value ? end + 1 : text + 1;
    }
    if (to && size)
        to[made < size ? made : size - 1] = 0;
    return made + 1;
}

static inline DWORD ExpandEnvironmentStringsA(LPCSTR text, LPSTR to, DWORD size)
{
    WCHAR *wide = mockras_wide_of(text);
    DWORD needed = wide ? ExpandEnvironmentStringsW(wide, NULL, 0) : 0;
    WCHAR *made = (WCHAR *)malloc((needed + 1) * sizeof(WCHAR));
    if (wide && made) {
        ExpandEnvironmentStringsW(wide, made, needed);
        mockras_narrow(made, to, to ? size : 0);
    }
    free(made);
    free(wide);
    return needed;
}

#define ExpandEnvironmentStrings MOCKRAS_AW(ExpandEnvironmentStrings)

#endif
