/*
 * The types of Windows that a RAS administration DLL is written in, for systems that are not Windows.
 *
 * Part of mockras; put this folder on the include path (-I include) and a source file that includes <windows.h>
 * and <mprapi.h> compiles as it stands. On Windows the header of that name is used instead of this one.
 *
 * WCHAR is one UTF-16 code unit, here as there. A wide literal L"bob" has units of 4 bytes off Windows: write
 * u"bob" (C11, C++11), or compile with -fshort-wchar, which makes L"bob" UTF-16 but must then not be mixed with the
 * wide functions of the C library (wcslen and the like), for those keep their 4 bytes.
 */
#ifndef MOCKRAS_WINDOWS_H
#define MOCKRAS_WINDOWS_H

#ifdef _WIN32

#if defined(_MSC_VER) && !defined(__clang__)
#error "with this compiler use the headers of the Windows SDK alone: take this folder off the include path"
#endif
#include_next <windows.h>

#else

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define VOID void
typedef char CHAR, *PCHAR, *LPSTR, *PSTR;
typedef const char *LPCSTR, *PCSTR;
typedef unsigned char UCHAR, *PUCHAR, BYTE, *PBYTE, *LPBYTE;
typedef int16_t SHORT;
typedef uint16_t USHORT, *PUSHORT, WORD, *PWORD, *LPWORD;
typedef int INT, BOOL, *PBOOL, *LPBOOL;
typedef unsigned int UINT;
typedef unsigned char BOOLEAN;
typedef int32_t LONG, *PLONG;
typedef uint32_t DWORD, *PDWORD, *LPDWORD, ULONG, *PULONG;
typedef void *PVOID, *LPVOID, *HANDLE, **PHANDLE, *HMODULE, *HINSTANCE;
typedef const void *LPCVOID;
typedef size_t SIZE_T;
typedef intptr_t INT_PTR, LONG_PTR;
typedef uintptr_t UINT_PTR, ULONG_PTR, DWORD_PTR;

/* Aligned to 8 on 32-bit Windows, too. */
typedef int64_t LONG64 __attribute__((aligned(8)));
typedef int64_t LONGLONG __attribute__((aligned(8)));
typedef uint64_t ULONG64 __attribute__((aligned(8)));
typedef uint64_t DWORD64 __attribute__((aligned(8)));
typedef uint64_t ULONGLONG __attribute__((aligned(8)));

#if defined(__SIZEOF_WCHAR_T__) && __SIZEOF_WCHAR_T__ == 2
typedef wchar_t WCHAR;
#elif defined(__cplusplus)
typedef char16_t WCHAR;
#else
typedef uint16_t WCHAR;
#endif
typedef WCHAR *PWCHAR, *LPWSTR, *PWSTR;
typedef const WCHAR *LPCWSTR, *PCWSTR;

typedef struct _FILETIME {
    DWORD dwLowDateTime;
    DWORD dwHighDateTime;
} FILETIME, *PFILETIME, *LPFILETIME;

typedef struct _GUID {
    uint32_t Data1;
    uint16_t Data2;
    uint16_t Data3;
    uint8_t Data4[8];
} GUID;

#define TRUE 1
#define FALSE 0
#define MAX_PATH 260
#define INVALID_HANDLE_VALUE ((HANDLE)(LONG_PTR)-1)

#define CONST const
#define WINAPI
#define APIENTRY
#define CALLBACK
#define FAR
#define IN
#define OUT
#define OPTIONAL
#define _In_
#define _In_opt_
#define _Out_
#define _Out_opt_
#define _Inout_
#define _Inout_opt_

/* __declspec(dllexport) and what else is said that way: each argument has a macro of its own. */
#undef __declspec
#define __declspec(attribute) MOCKRAS_DECLSPEC_##attribute
#define MOCKRAS_DECLSPEC_dllexport __attribute__((visibility("default")))
#define MOCKRAS_DECLSPEC_dllimport
#define MOCKRAS_DECLSPEC_noreturn __attribute__((noreturn))
#define MOCKRAS_DECLSPEC_noinline __attribute__((noinline))
#define MOCKRAS_DECLSPEC_thread __thread
#define MOCKRAS_DECLSPEC_align(bytes) __attribute__((aligned(bytes)))

#define UNREFERENCED_PARAMETER(parameter) ((void)(parameter))
#define DBG_UNREFERENCED_PARAMETER(parameter) ((void)(parameter))
#define ZeroMemory(to, bytes) memset((to), 0, (bytes))
#define FillMemory(to, bytes, value) memset((to), (value), (bytes))
#define CopyMemory(to, from, bytes) memcpy((to), (from), (bytes))
#define MoveMemory(to, from, bytes) memmove((to), (from), (bytes))

/* DllMain compiles and is not called: off Windows a constructor does its work. */
#define DLL_PROCESS_DETACH 0
#define DLL_PROCESS_ATTACH 1
#define DLL_THREAD_ATTACH 2
#define DLL_THREAD_DETACH 3
static inline BOOL DisableThreadLibraryCalls(HMODULE module)
{
    (void)module;
    return TRUE;
}

#include <winerror.h>

#endif /* _WIN32 */
#endif
