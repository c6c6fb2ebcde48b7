/*
 * The types of Windows, and how its sources declare things. Part of mockras: windows.h in the folder above includes it.
 */
#ifndef MOCKRAS_BASE_H
#define MOCKRAS_BASE_H
#pragma GCC system_header

#define VOID void
typedef char CHAR, *PCHAR, *LPCH, *PCH, *LPSTR, *PSTR;
typedef const char *LPCSTR, *PCSTR, *LPCCH;
typedef unsigned char UCHAR, *PUCHAR, BYTE, *PBYTE, *LPBYTE;
typedef const BYTE *LPCBYTE;
typedef int16_t SHORT, *PSHORT;
typedef uint16_t USHORT, *PUSHORT, WORD, *PWORD, *LPWORD, ATOM, LANGID;
typedef int INT, *PINT, *LPINT, BOOL, *PBOOL, *LPBOOL;
typedef unsigned int UINT, *PUINT;
typedef unsigned char BOOLEAN, *PBOOLEAN;
typedef float FLOAT;
typedef double DOUBLE;
typedef int32_t LONG, *PLONG, *LPLONG, HRESULT, LSTATUS, NTSTATUS;
typedef uint32_t DWORD, *PDWORD, *LPDWORD, ULONG, *PULONG, LCID, ACCESS_MASK, REGSAM;
typedef void *PVOID, *LPVOID, *HANDLE, **PHANDLE, **LPHANDLE, *HMODULE, *HINSTANCE, *HGLOBAL, *HLOCAL;
typedef const void *LPCVOID, *PCVOID;
typedef size_t SIZE_T, *PSIZE_T, *LPSIZE_T;
typedef intptr_t SSIZE_T, INT_PTR, *PINT_PTR, LONG_PTR, *PLONG_PTR, LPARAM, LRESULT;
typedef uintptr_t UINT_PTR, *PUINT_PTR, ULONG_PTR, *PULONG_PTR, DWORD_PTR, *PDWORD_PTR, WPARAM;
typedef signed char INT8;
typedef int16_t INT16;
typedef int32_t INT32, LONG32;
typedef unsigned char UINT8;
typedef uint16_t UINT16;
typedef uint32_t UINT32, DWORD32, ULONG32;

/* Aligned to 8 on 32-bit Windows, too. */
typedef int64_t LONG64 __attribute__((aligned(8)));
typedef int64_t LONGLONG __attribute__((aligned(8)));
typedef int64_t INT64 __attribute__((aligned(8)));
typedef uint64_t ULONG64 __attribute__((aligned(8)));
typedef uint64_t DWORD64 __attribute__((aligned(8)));
typedef uint64_t DWORDLONG __attribute__((aligned(8)));
typedef uint64_t ULONGLONG __attribute__((aligned(8)));
typedef uint64_t UINT64 __attribute__((aligned(8)));
typedef LONGLONG *PLONGLONG;
typedef ULONGLONG *PULONGLONG;
typedef ULONG64 *PULONG64;

typedef wchar_t WCHAR, *PWCHAR, *LPWCH, *PWCH, *LPWSTR, *PWSTR, OLECHAR;
typedef const WCHAR *LPCWSTR, *PCWSTR, *LPCWCH, *PCWCH;

#ifdef UNICODE
typedef WCHAR TCHAR, *PTCHAR, TBYTE, *LPTSTR, *PTSTR;
typedef LPCWSTR LPCTSTR, PCTSTR;
#define MOCKRAS_TEXT(text) L##text
#define MOCKRAS_AW(name) name##W
#else
typedef char TCHAR, *PTCHAR, *LPTSTR, *PTSTR;
typedef unsigned char TBYTE;
typedef LPCSTR LPCTSTR, PCTSTR;
#define MOCKRAS_TEXT(text) text
#define MOCKRAS_AW(name) name##A
#endif
#define TEXT(text) MOCKRAS_TEXT(text)

typedef struct _FILETIME {
    DWORD dwLowDateTime;
    DWORD dwHighDateTime;
} FILETIME, *PFILETIME, *LPFILETIME;

typedef struct _SYSTEMTIME {
    WORD wYear;
    WORD wMonth;
    WORD wDayOfWeek;
    WORD wDay;
    WORD wHour;
    WORD wMinute;
    WORD wSecond;
    WORD wMilliseconds;
} SYSTEMTIME, *PSYSTEMTIME, *LPSYSTEMTIME;

typedef struct _GUID {
    uint32_t Data1;
    uint16_t Data2;
    uint16_t Data3;
    uint8_t Data4[8];
} GUID, IID, CLSID;

typedef union _LARGE_INTEGER {
    __extension__ struct {
        DWORD LowPart;
        LONG HighPart;
    };
    struct {
        DWORD LowPart;
        LONG HighPart;
    } u;
    LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;

typedef union _ULARGE_INTEGER {
    __extension__ struct {
        DWORD LowPart;
        DWORD HighPart;
    };
    struct {
        DWORD LowPart;
        DWORD HighPart;
    } u;
    ULONGLONG QuadPart;
} ULARGE_INTEGER, *PULARGE_INTEGER;

typedef struct _SECURITY_ATTRIBUTES {
    DWORD nLength;
    LPVOID lpSecurityDescriptor;
    BOOL bInheritHandle;
} SECURITY_ATTRIBUTES, *PSECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES;

typedef struct _LIST_ENTRY {
    struct _LIST_ENTRY *Flink;
    struct _LIST_ENTRY *Blink;
} LIST_ENTRY, *PLIST_ENTRY;

#define DECLARE_HANDLE(name) typedef struct name##__ { int unused; } *name
DECLARE_HANDLE(HKEY);
DECLARE_HANDLE(HWND);
typedef HKEY *PHKEY;
typedef INT_PTR (*FARPROC)(void);

#define TRUE 1
#define FALSE 0
#define MAX_PATH 260
#define _MAX_PATH 260
#define INFINITE 0xFFFFFFFFu
#define MAXDWORD 0xFFFFFFFFu
#define MAXWORD 0xFFFF
#define INVALID_HANDLE_VALUE ((HANDLE)(LONG_PTR)-1)
#define UNICODE_NULL ((WCHAR)0)
#define ANSI_NULL ((char)0)

#define CONST const
#define WINAPI
#define APIENTRY
#define WINAPIV
#define APIPRIVATE
#define PASCAL
#define CALLBACK
#define NTAPI
#define STDAPICALLTYPE
#define FAR
#define NEAR
#define far
#define near
#define IN
#define OUT
#define OPTIONAL
#define FORCEINLINE static inline
#define __stdcall
#define _stdcall
#define __cdecl
#define _cdecl
#define __fastcall
#define __forceinline static inline
#define __inline inline
#define _inline inline
#define __int8 char
#define __int16 short
#define __int32 int
#define __int64 long long
#define __w64
#define __ptr32
#define __ptr64
#define EXTERN_C_START
#define EXTERN_C_END
#define __unaligned
#define UNALIGNED
#define DECLSPEC_NORETURN __attribute__((noreturn))
#define DECLSPEC_IMPORT
#define WINBASEAPI
#define WINADVAPI
#ifdef __cplusplus
#define EXTERN_C extern "C"
#else
#define EXTERN_C extern
#endif

/* Exceptions of Windows cannot be caught here: the compiler says so at the place. C++ has a __try of its own. */
#define MOCKRAS_NO_SEH \
    _Pragma("GCC error \"__try and __except are not there off Windows: put them behind #ifdef _WIN32\"")
#ifndef __cplusplus
#define __try MOCKRAS_NO_SEH
#define __leave MOCKRAS_NO_SEH
#endif
#define __except(filter) MOCKRAS_NO_SEH
#define __finally MOCKRAS_NO_SEH

/* __declspec(dllexport) and what else is said that way: each argument has a macro of its own. */
#undef __declspec
#undef _declspec
#define __declspec(attribute) MOCKRAS_DECLSPEC_##attribute
#define _declspec(attribute) MOCKRAS_DECLSPEC_##attribute
#define MOCKRAS_DECLSPEC_dllexport __attribute__((visibility("default")))
#define MOCKRAS_DECLSPEC_dllimport
#define MOCKRAS_DECLSPEC_noreturn __attribute__((noreturn))
#define MOCKRAS_DECLSPEC_noinline __attribute__((noinline))
#define MOCKRAS_DECLSPEC_thread __thread
#define MOCKRAS_DECLSPEC_naked
#define MOCKRAS_DECLSPEC_nothrow
#define MOCKRAS_DECLSPEC_novtable
#define MOCKRAS_DECLSPEC_selectany __attribute__((weak))
#define MOCKRAS_DECLSPEC_deprecated __attribute__((deprecated))
#define MOCKRAS_DECLSPEC_align(bytes) __attribute__((aligned(bytes)))
#define MOCKRAS_DECLSPEC_allocate(section)

#include <sal.h>

#define UNREFERENCED_PARAMETER(parameter) ((void)(parameter))
#define UNREFERENCED_LOCAL_VARIABLE(variable) ((void)(variable))
#define DBG_UNREFERENCED_PARAMETER(parameter) ((void)(parameter))
#define ZeroMemory(to, bytes) memset((to), 0, (bytes))
#define RtlZeroMemory ZeroMemory
#define SecureZeroMemory(to, bytes) memset((to), 0, (bytes))
#define FillMemory(to, bytes, value) memset((to), (value), (bytes))
#define RtlFillMemory FillMemory
#define CopyMemory(to, from, bytes) memcpy((to), (from), (bytes))
#define RtlCopyMemory CopyMemory
#define MoveMemory(to, from, bytes) memmove((to), (from), (bytes))
#define RtlMoveMemory MoveMemory
#define RtlEqualMemory(one, other, bytes) (memcmp((one), (other), (bytes)) == 0)

#define LOWORD(value) ((WORD)((DWORD_PTR)(value) & 0xFFFF))
#define HIWORD(value) ((WORD)(((DWORD_PTR)(value) >> 16) & 0xFFFF))
#define LOBYTE(value) ((BYTE)((DWORD_PTR)(value) & 0xFF))
#define HIBYTE(value) ((BYTE)(((DWORD_PTR)(value) >> 8) & 0xFF))
#define MAKEWORD(low, high) ((WORD)(((BYTE)(low)) | ((WORD)((BYTE)(high))) << 8))
#define MAKELONG(low, high) ((LONG)(((WORD)(low)) | ((DWORD)((WORD)(high))) << 16))
#define MAKELANGID(primary, sub) ((((WORD)(sub)) << 10) | (WORD)(primary))
#define LANG_NEUTRAL 0
#define LANG_ENGLISH 9
#define SUBLANG_DEFAULT 1
#define SUBLANG_ENGLISH_US 1
#define LOCALE_USER_DEFAULT 0x0400
#define LOCALE_SYSTEM_DEFAULT 0x0800
#define LOCALE_INVARIANT 0x007F
#define ARRAYSIZE(array) (sizeof(array) / sizeof((array)[0]))
#define _countof(array) (sizeof(array) / sizeof((array)[0]))
#define FIELD_OFFSET(type, field) ((LONG)offsetof(type, field))
#define CONTAINING_RECORD(address, type, field) ((type *)(void *)((char *)(address) - offsetof(type, field)))
#if !defined(__cplusplus) && !defined(NOMINMAX)
#ifndef max
#define max(one, other) (((one) > (other)) ? (one) : (other))
#endif
#ifndef min
#define min(one, other) (((one) < (other)) ? (one) : (other))
#endif
#endif

#define S_OK ((HRESULT)0)
#define S_FALSE ((HRESULT)1)
#define SUCCEEDED(result) (((HRESULT)(result)) >= 0)
#define FAILED(result) (((HRESULT)(result)) < 0)
#define HRESULT_FROM_WIN32(code) \
    ((HRESULT)((code) == 0 ? 0 : (((DWORD)(code) & 0xFFFF) | 0x80070000u)))
#define HRESULT_CODE(result) ((result) & 0xFFFF)

/* Not for sources: what every header here is made with. State is shared by the files of one DLL, and by nobody else. */
#define MOCKRAS_SHARED __attribute__((weak, visibility("hidden")))
#ifdef __cplusplus
#define MOCKRAS_C_BEGIN extern "C" {
#define MOCKRAS_C_END }
#else
#define MOCKRAS_C_BEGIN
#define MOCKRAS_C_END
#endif
/* Replaces a function of the C library in this DLL: the symbol is the library's, and hidden. */
#define MOCKRAS_STRING_OF(token) #token
#define MOCKRAS_QUOTED(token) MOCKRAS_STRING_OF(token)
#define MOCKRAS_AS(name) __asm__(MOCKRAS_QUOTED(__USER_LABEL_PREFIX__) #name) MOCKRAS_SHARED

#endif
