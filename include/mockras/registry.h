/*
 * The registry: what the table [registry] of the scenario says, and what this DLL has written since it was loaded. Part
 * of mockras: windows.h in the folder above includes it.
 */
#ifndef MOCKRAS_REGISTRY_H
#define MOCKRAS_REGISTRY_H
#pragma GCC system_header

#define HKEY_CLASSES_ROOT ((HKEY)(UINT_PTR)0x80000000u)
#define HKEY_CURRENT_USER ((HKEY)(UINT_PTR)0x80000001u)
#define HKEY_LOCAL_MACHINE ((HKEY)(UINT_PTR)0x80000002u)
#define HKEY_USERS ((HKEY)(UINT_PTR)0x80000003u)
#define KEY_QUERY_VALUE 0x1
#define KEY_SET_VALUE 0x2
#define KEY_CREATE_SUB_KEY 0x4
#define KEY_ENUMERATE_SUB_KEYS 0x8
#define KEY_NOTIFY 0x10
#define KEY_WOW64_64KEY 0x100
#define KEY_WOW64_32KEY 0x200
#define KEY_READ 0x20019
#define KEY_WRITE 0x20006
#define KEY_EXECUTE 0x20019
#define KEY_ALL_ACCESS 0xF003F
#define REG_NONE 0
#define REG_SZ 1
#define REG_EXPAND_SZ 2
#define REG_BINARY 3
#define REG_DWORD 4
#define REG_DWORD_LITTLE_ENDIAN 4
#define REG_DWORD_BIG_ENDIAN 5
#define REG_MULTI_SZ 7
#define REG_QWORD 11
#define REG_OPTION_NON_VOLATILE 0
#define REG_OPTION_VOLATILE 1
#define REG_CREATED_NEW_KEY 1
#define REG_OPENED_EXISTING_KEY 2
#define RRF_RT_REG_NONE 0x1
#define RRF_RT_REG_SZ 0x2
#define RRF_RT_REG_EXPAND_SZ 0x4
#define RRF_RT_REG_BINARY 0x8
#define RRF_RT_REG_DWORD 0x10
#define RRF_RT_REG_MULTI_SZ 0x20
#define RRF_RT_REG_QWORD 0x40
#define RRF_RT_DWORD 0x18
#define RRF_RT_QWORD 0x48
#define RRF_RT_ANY 0xFFFF
#define RRF_NOEXPAND 0x10000000
#define RRF_ZEROONFAILURE 0x20000000

/* A value, or with no name a key that has none. Keys are whole paths from the root on. */
typedef struct mockras_value {
    struct mockras_value *next;
    WCHAR *key, *name;
    DWORD type, size;
    unsigned char *bytes;
} mockras_value;

typedef struct mockras_open_key {
    mockras_object head;
    WCHAR *path;
    REGSAM access;
} mockras_open_key;

MOCKRAS_C_BEGIN
MOCKRAS_SHARED mockras_value *mockras_values = NULL;
MOCKRAS_SHARED int mockras_has_registry = 0;
MOCKRAS_C_END

static inline WCHAR *mockras_joined(LPCWSTR one, LPCWSTR between, LPCWSTR other)
{
    WCHAR *made = (WCHAR *)malloc((wcslen(one) + wcslen(between) + wcslen(other) + 1) * sizeof(WCHAR));
    return made ? wcscat(wcscat(wcscpy(made, one), between), other) : NULL;
}

/* Puts a value at the end of the list, or in the place of the one of this name; takes the bytes over. */
static inline void mockras_put_value(LPCWSTR key, LPCWSTR name, DWORD type, unsigned char *bytes, DWORD size)
{
    mockras_value **at = &mockras_values, *value;
    for (; *at; at = &(*at)->next)
        if (lstrcmpiW((*at)->key, key) == 0 && (!name == !(*at)->name) && (!name || lstrcmpiW((*at)->name, name) == 0))
            break;
    if (!*at) {
        value = (mockras_value *)calloc(1, sizeof *value);
        if (!value)
            return;
        value->key = mockras_joined(key, L"", L"");
        value->name = name ? mockras_joined(name, L"", L"") : NULL;
        *at = value;
    }
    free((*at)->bytes);
    (*at)->type = type;
    (*at)->bytes = bytes;
    (*at)->size = size;
}

static inline unsigned mockras_digit(char digit)
{
    return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/* Reads an entry of the host: key, name, type, bytes, between tabs. A type of `-` is a key without a value. */
static inline void mockras_read_entry(char *entry)
{
    char *fields[4], *at = entry;
    WCHAR *key, *name;
    size_t count = 0, size;
    unsigned char *bytes;
    for (; count < 4; count++) {
        fields[count] = at;
        at = strchr(at, '\t');
        if (!at)
            break;
        *at++ = 0;
    }
    if (count != 3)
        return;
    size = strlen(fields[3]) / 2;
    bytes = (unsigned char *)malloc(size + 1);
    key = (WCHAR *)malloc((strlen(fields[0]) + 1) * sizeof(WCHAR));
    name = (WCHAR *)malloc((strlen(fields[1]) + 1) * sizeof(WCHAR));
    if (bytes && key && name) {
        for (count = 0; count < size; count++)
            bytes[count] = (unsigned char)(mockras_digit(fields[3][2 * count]) << 4 | mockras_digit(fields[3][2 * count + 1]));
        MultiByteToWideChar(CP_UTF8, 0, fields[0], -1, key, (int)strlen(fields[0]) + 1);
        MultiByteToWideChar(CP_UTF8, 0, fields[1], -1, name, (int)strlen(fields[1]) + 1);
        mockras_put_value(key, fields[2][0] == '-' ? NULL : name, (DWORD)strtol(fields[2], NULL, 10), bytes,
            (DWORD)size);
        bytes = NULL;
    }
    free(bytes);
    free(key);
    free(name);
}

/* Reads the registry of the host when it is first needed. The mutex is held. */
static inline void mockras_read_registry(void)
{
    uint32_t index, length;
    if (mockras_has_registry)
        return;
    mockras_has_registry = 1;
    for (index = 0; MockrasRegistry && (length = MockrasRegistry(index, NULL, 0)) != 0; index++) {
        char *entry = (char *)malloc((size_t)length + 1);
        if (entry && MockrasRegistry(index, entry, length + 1) == length)
            mockras_read_entry(entry);
        free(entry);
    }
}

/* Whether there is a key: it holds a value, or a key that does. The mutex is held. */
static inline BOOL mockras_has_key(LPCWSTR path)
{
    size_t length = wcslen(path);
    mockras_value *value;
    mockras_read_registry();
    for (value = mockras_values; value; value = value->next)
        if (mockras_compare(value->key, path, length, mockras_upper) == 0 &&
            (value->key[length] == 0 || value->key[length] == '\\'))
            return TRUE;
    return FALSE;
}

/*
 * The whole path of a key below an open one or a root, from the heap; NULL if the key is not open. The mutex is held.
 */
static inline WCHAR *mockras_key_path(HKEY key, LPCWSTR below)
{
    static const WCHAR *const roots[] = {L"HKCR", L"HKCU", L"HKLM", L"HKU"};
    DWORD root = (DWORD)(UINT_PTR)key - 0x80000000u;
    mockras_open_key *open = (mockras_open_key *)(void *)mockras_find_held((HANDLE)key, MOCKRAS_KEY);
    const WCHAR *start = root < 4 ? roots[root] : open ? open->path : NULL;
    WCHAR *made;
    size_t length;
    if (!start)
        return NULL;
    made = mockras_joined(start, below && *below ? L"\\" : L"", below ? below : L"");
    length = made ? wcslen(made) : 0;
    if (length && made[length - 1] == '\\')
        made[length - 1] = 0;
    return made;
}

static inline void mockras_key_ends(mockras_object *object)
{
    free(((mockras_open_key *)(void *)object)->path);
}

/* Opens a key, and makes it if `made` is given, which says whether it had to. */
static inline LSTATUS mockras_open_key_at(HKEY key, LPCWSTR below, REGSAM access, HKEY *to, int *made)
{
    mockras_open_key *open = (mockras_open_key *)calloc(1, sizeof *open);
    WCHAR *path;
    BOOL is_there;
    if (!to || !open) {
        free(open);
        return to ? 8 : 87;
    }
    mockras_enter();
    path = mockras_key_path(key, below);
    is_there = path && (!wcschr(path, '\\') || mockras_has_key(path));
    if (path && !is_there && made) {
        mockras_put_value(path, NULL, REG_NONE, NULL, 0);
        *made = 1;
        is_there = TRUE;
    }
    mockras_leave();
    if (!is_there) {
        LSTATUS error = path ? 2 : 6;
        free(path);
        free(open);
        return error;
    }
    open->path = path;
    open->access = access;
    *to = (HKEY)mockras_open(open, MOCKRAS_KEY, mockras_key_ends);
    return *to ? 0 : 8;
}

static inline LSTATUS RegCloseKey(HKEY key)
{
    if ((UINT_PTR)key >= 0x80000000u)
        return 0;
    return mockras_close((HANDLE)key, MOCKRAS_KEY) ? 0 : 6;
}

/* The value of a name in a key. The mutex is held; `error` says why there is none. */
static inline mockras_value *mockras_find_value(HKEY key, LPCWSTR below, LPCWSTR name, LSTATUS *error)
{
    WCHAR *path = mockras_key_path(key, below);
    mockras_value *value;
    *error = path ? 2 : 6;
    mockras_read_registry();
    for (value = mockras_values; path && value; value = value->next)
        if (value->name && lstrcmpiW(value->key, path) == 0 && lstrcmpiW(value->name, name ? name : L"") == 0)
            break;
    free(path);
    return path ? value : NULL;
}

#include <mockras/values.h>

#endif
