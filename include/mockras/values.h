/*
 * How the values and keys of the registry are read, written, listed and removed. Part of mockras: registry.h includes
 * it.
 */
#ifndef MOCKRAS_VALUES_H
#define MOCKRAS_VALUES_H
#pragma GCC system_header

static inline int mockras_is_text(DWORD type)
{
    return type == REG_SZ || type == REG_EXPAND_SZ || type == REG_MULTI_SZ;
}

/* Hands a value out: as it is, or as ANSI text. The mutex is held. */
static inline LSTATUS mockras_hand_value(const mockras_value *value, int is_ansi, LPDWORD type, void *to, LPDWORD size)
{
    int is_converted = is_ansi && mockras_is_text(value->type);
    DWORD needed = is_converted ? value->size / 2 : value->size, at;
    DWORD room = size ? *size : 0;
    if (type)
        *type = value->type;
    if (to && !size)
        return 87;
    if (size)
        *size = needed;
    if (!to)
        return 0;
    if (room < needed)
        return 234;
    for (at = 0; is_converted && at < needed; at++) {
        int byte = mockras_to_1252((WCHAR)(value->bytes[2 * at] | value->bytes[2 * at + 1] << 8));
        ((char *)to)[at] = byte < 0 ? '?' : (char)byte;
    }
    if (!is_converted && needed)
        memcpy(to, value->bytes, needed);
    return 0;
}

static inline LSTATUS mockras_query(HKEY key, LPCWSTR below, LPCWSTR name, int is_ansi, DWORD flags, LPDWORD type,
    void *to,
    LPDWORD size)
{
    LSTATUS error;
    DWORD found = REG_NONE;
    mockras_value *value;
    mockras_enter();
    value = mockras_find_value(key, below, name, &error);
    if (value) {
        found = value->type;
        error = mockras_hand_value(value, is_ansi, &found, to, size);
    }
    mockras_leave();
    if (type)
        *type = found;
    /* RegGetValue says which types will do. */
    if (value && flags && !(flags & (found == REG_QWORD ? RRF_RT_REG_QWORD : found < 8 ? 1u << found : 0)))
        return 1630;
    return error;
}

static inline LSTATUS RegQueryValueExW(HKEY key, LPCWSTR name, LPDWORD reserved, LPDWORD type, LPBYTE to, LPDWORD size)
{
    (void)reserved;
    return mockras_query(key, NULL, name, 0, 0, type, to, size);
}

static inline LSTATUS RegQueryValueExA(HKEY key, LPCSTR name, LPDWORD reserved, LPDWORD type, LPBYTE to, LPDWORD size)
{
    WCHAR *wide = mockras_wide_of(name);
    LSTATUS error = mockras_query(key, NULL, wide, 1, 0, type, to, size);
    (void)reserved;
    free(wide);
    return error;
}

static inline LSTATUS RegGetValueW(HKEY key, LPCWSTR below, LPCWSTR name, DWORD flags, LPDWORD type, PVOID to,
    LPDWORD size)
{
    return mockras_query(key, below, name, 0, flags & RRF_RT_ANY, type, to, size);
}

static inline LSTATUS RegGetValueA(HKEY key, LPCSTR below, LPCSTR name, DWORD flags, LPDWORD type, PVOID to,
    LPDWORD size)
{
    WCHAR *wide = mockras_wide_of(name), *path = mockras_wide_of(below);
    LSTATUS error = mockras_query(key, path, wide, 1, flags & RRF_RT_ANY, type, to, size);
    free(wide);
    free(path);
    return error;
}

static inline LSTATUS RegSetValueExW(HKEY key, LPCWSTR name, DWORD reserved, DWORD type, const BYTE *bytes, DWORD size)
{
    unsigned char *copy = (unsigned char *)malloc((size_t)size + 1);
    mockras_open_key *open;
    WCHAR *path;
    LSTATUS error = 0;
    (void)reserved;
    if (!copy || (size && !bytes)) {
        free(copy);
        return 87;
    }
    if (size)
        memcpy(copy, bytes, size);
    mockras_enter();
    open = (mockras_open_key *)(void *)mockras_find_held((HANDLE)key, MOCKRAS_KEY);
    path = mockras_key_path(key, NULL);
    if (!path)
        error = 6;
    else if (open && !(open->access & (KEY_SET_VALUE | GENERIC_WRITE | GENERIC_ALL)))
        error = 5;
    mockras_read_registry();
    if (!error)
        mockras_put_value(path, name ? name : L"", type, copy, size);
    else
        free(copy);
    mockras_leave();
    free(path);
    return error;
}

static inline LSTATUS RegSetValueExA(HKEY key, LPCSTR name, DWORD reserved, DWORD type, const BYTE *bytes, DWORD size)
{
    WCHAR *wide = mockras_wide_of(name);
    WCHAR *text = NULL;
    LSTATUS error;
    if (mockras_is_text(type) && bytes) {
        DWORD at;
        text = (WCHAR *)malloc((size_t)size * 2 + 1);
        for (at = 0; text && at < size; at++)
            text[at] = mockras_of_1252(bytes[at]);
    }
    error = RegSetValueExW(key, wide, reserved, type, text ? (const BYTE *)text : bytes, text ? size * 2 : size);
    free(text);
    free(wide);
    return error;
}

static inline LSTATUS RegOpenKeyExW(HKEY key, LPCWSTR below, DWORD options, REGSAM access, HKEY *to)
{
    (void)options;
    return mockras_open_key_at(key, below, access, to, NULL);
}

static inline LSTATUS RegOpenKeyExA(HKEY key, LPCSTR below, DWORD options, REGSAM access, HKEY *to)
{
    WCHAR *wide = mockras_wide_of(below);
    LSTATUS error = RegOpenKeyExW(key, wide, options, access, to);
    free(wide);
    return error;
}

static inline LSTATUS RegCreateKeyExW(HKEY key, LPCWSTR below, DWORD reserved, LPWSTR type, DWORD options,
    REGSAM access,
    LPSECURITY_ATTRIBUTES security, HKEY *to, LPDWORD how)
{
    int made = 0;
    LSTATUS error = mockras_open_key_at(key, below, access, to, &made);
    (void)reserved;
    (void)type;
    (void)options;
    (void)security;
    if (!error && how)
        *how = made ? REG_CREATED_NEW_KEY : REG_OPENED_EXISTING_KEY;
    return error;
}

static inline LSTATUS RegCreateKeyExA(HKEY key, LPCSTR below, DWORD reserved, LPSTR type, DWORD options, REGSAM access,
    LPSECURITY_ATTRIBUTES security, HKEY *to, LPDWORD how)
{
    WCHAR *wide = mockras_wide_of(below);
    LSTATUS error = RegCreateKeyExW(key, wide, reserved, NULL, options, access, security, to, how);
    (void)type;
    free(wide);
    return error;
}

#define RegOpenKeyW(key, below, to) RegOpenKeyExW((key), (below), 0, KEY_ALL_ACCESS, (to))
#define RegOpenKeyA(key, below, to) RegOpenKeyExA((key), (below), 0, KEY_ALL_ACCESS, (to))

static inline void mockras_drop_value(mockras_value *value)
{
    mockras_value **at = &mockras_values;
    while (*at != value)
        at = &(*at)->next;
    *at = value->next;
    free(value->key);
    free(value->name);
    free(value->bytes);
    free(value);
}

static inline LSTATUS RegDeleteValueW(HKEY key, LPCWSTR name)
{
    LSTATUS error;
    mockras_value *value;
    mockras_enter();
    value = mockras_find_value(key, NULL, name, &error);
    if (value) {
        /* The key stays. */
        mockras_put_value(value->key, NULL, REG_NONE, NULL, 0);
        mockras_drop_value(value);
    }
    mockras_leave();
    return value ? 0 : error;
}

static inline LSTATUS RegDeleteValueA(HKEY key, LPCSTR name)
{
    WCHAR *wide = mockras_wide_of(name);
    LSTATUS error = RegDeleteValueW(key, wide);
    free(wide);
    return error;
}

/* The value of this index, in the order in which they came. The mutex is held. */
static inline mockras_value *mockras_value_at(LPCWSTR path, DWORD index)
{
    mockras_value *value;
    mockras_read_registry();
    for (value = mockras_values; value; value = value->next)
        if (value->name && lstrcmpiW(value->key, path) == 0 && index-- == 0)
            break;
    return value;
}

/* The name of the key of this index right below a path, where it stands: its length, or 0. The mutex is held. */
static inline size_t mockras_key_at(LPCWSTR path, DWORD index, const WCHAR **name)
{
    size_t length = wcslen(path);
    mockras_value *value, *earlier;
    mockras_read_registry();
    for (value = mockras_values; value; value = value->next) {
        const WCHAR *start = value->key + length + 1;
        size_t own;
        if (mockras_compare(value->key, path, length, mockras_upper) != 0 || value->key[length] != '\\')
            continue;
        own = wcscspn(start, L"\\");
        for (earlier = mockras_values; earlier != value; earlier = earlier->next)
            if (mockras_compare(earlier->key, value->key, length + 1 + own, mockras_upper) == 0 &&
                (earlier->key[length + 1 + own] == 0 || earlier->key[length + 1 + own] == '\\'))
                break;
        if (earlier == value && index-- == 0) {
            *name = start;
            return own;
        }
    }
    return 0;
}

/* Writes a name of so many units, and its length without the NUL. */
static inline LSTATUS mockras_hand_name(const WCHAR *name, size_t length, int is_ansi, void *to, LPDWORD size)
{
    size_t at;
    if (*size <= length)
        return 234;
    for (at = 0; at <= length; at++) {
        WCHAR unit = at < length ? name[at] : 0;
        int byte = mockras_to_1252(unit);
        if (is_ansi)
            ((char *)to)[at] = byte < 0 ? '?' : (char)byte;
        else
            ((WCHAR *)to)[at] = unit;
    }
    *size = (DWORD)length;
    return 0;
}

static inline LSTATUS mockras_enum_value(HKEY key, DWORD index, int is_ansi, void *name, LPDWORD length, LPDWORD type,
    LPBYTE to, LPDWORD size)
{
    LSTATUS error = 6;
    WCHAR *path;
    mockras_enter();
    path = mockras_key_path(key, NULL);
    if (path) {
        mockras_value *value = mockras_value_at(path, index);
        error = value ? mockras_hand_name(value->name, wcslen(value->name), is_ansi, name, length) : 259;
        if (!error && (type || size))
            error = mockras_hand_value(value, is_ansi, type, to, size);
    }
    mockras_leave();
    free(path);
    return error;
}

static inline LSTATUS mockras_enum_key(HKEY key, DWORD index, int is_ansi, void *name, LPDWORD length)
{
    const WCHAR *found = NULL;
    LSTATUS error = 6;
    WCHAR *path;
    mockras_enter();
    path = mockras_key_path(key, NULL);
    if (path) {
        size_t own = mockras_key_at(path, index, &found);
        error = found ? mockras_hand_name(found, own, is_ansi, name, length) : 259;
    }
    mockras_leave();
    free(path);
    return error;
}

#define RegEnumValueW(key, index, name, length, reserved, type, to, size) \
    ((void)(reserved), mockras_enum_value((key), (index), 0, (name), (length), (type), (to), (size)))
#define RegEnumValueA(key, index, name, length, reserved, type, to, size) \
    ((void)(reserved), mockras_enum_value((key), (index), 1, (name), (length), (type), (to), (size)))
#define RegEnumKeyExW(key, index, name, length, reserved, type, size, written) \
    ((void)(reserved), (void)(type), (void)(size), (void)(written), \
        mockras_enum_key((key), (index), 0, (name), (length)))
#define RegEnumKeyExA(key, index, name, length, reserved, type, size, written) \
    ((void)(reserved), (void)(type), (void)(size), (void)(written), \
        mockras_enum_key((key), (index), 1, (name), (length)))

#define RegOpenKeyEx MOCKRAS_AW(RegOpenKeyEx)
#define RegOpenKey MOCKRAS_AW(RegOpenKey)
#define RegCreateKeyEx MOCKRAS_AW(RegCreateKeyEx)
#define RegQueryValueEx MOCKRAS_AW(RegQueryValueEx)
#define RegGetValue MOCKRAS_AW(RegGetValue)
#define RegSetValueEx MOCKRAS_AW(RegSetValueEx)
#define RegDeleteValue MOCKRAS_AW(RegDeleteValue)
#define RegEnumValue MOCKRAS_AW(RegEnumValue)
#define RegEnumKeyEx MOCKRAS_AW(RegEnumKeyEx)

#endif
