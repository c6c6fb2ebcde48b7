/* Names that mean wide text with _UNICODE, and ANSI text without. Part of mockras: see windows.h in this folder. */
#ifdef _WIN32
#include_next <tchar.h>
#else
#ifndef MOCKRAS_TCHAR_H
#define MOCKRAS_TCHAR_H
#include <windows.h>

#ifdef _UNICODE
#define MOCKRAS_T(wide, narrow) wide
#define _T(text) L##text
#define __T(text) L##text
#define _TEXT(text) L##text
typedef wint_t _TINT;
#else
#define MOCKRAS_T(wide, narrow) narrow
#define _T(text) text
#define __T(text) text
#define _TEXT(text) text
typedef int _TINT;
#endif
typedef MOCKRAS_T(WCHAR, char) _TCHAR;
typedef MOCKRAS_T(WCHAR, char) _TSCHAR;
typedef MOCKRAS_T(WCHAR, unsigned char) _TUCHAR;
typedef MOCKRAS_T(WCHAR, unsigned char) _TXCHAR;

#define _tcslen MOCKRAS_T(wcslen, strlen)
#define _tcsclen MOCKRAS_T(wcslen, strlen)
#define _tcsnlen MOCKRAS_T(wcsnlen, mockras_strnlen)
#define _tcscpy MOCKRAS_T(wcscpy, strcpy)
#define _tcsncpy MOCKRAS_T(wcsncpy, strncpy)
#define _tcscat MOCKRAS_T(wcscat, strcat)
#define _tcsncat MOCKRAS_T(wcsncat, strncat)
#define _tcscmp MOCKRAS_T(wcscmp, strcmp)
#define _tcsncmp MOCKRAS_T(wcsncmp, strncmp)
#define _tcsicmp MOCKRAS_T(_wcsicmp, _stricmp)
#define _tcsnicmp MOCKRAS_T(_wcsnicmp, _strnicmp)
#define _tcscoll MOCKRAS_T(wcscoll, strcoll)
#define _tcschr MOCKRAS_T(wcschr, strchr)
#define _tcsrchr MOCKRAS_T(wcsrchr, strrchr)
#define _tcsstr MOCKRAS_T(wcsstr, strstr)
#define _tcsspn MOCKRAS_T(wcsspn, strspn)
#define _tcscspn MOCKRAS_T(wcscspn, strcspn)
#define _tcspbrk MOCKRAS_T(wcspbrk, strpbrk)
#define _tcstok_s MOCKRAS_T(wcstok_s, strtok_s)
#define _tcsdup MOCKRAS_T(_wcsdup, _strdup)
#define _tcslwr MOCKRAS_T(_wcslwr, _strlwr)
#define _tcsupr MOCKRAS_T(_wcsupr, _strupr)
#define _tcscpy_s MOCKRAS_T(wcscpy_s, strcpy_s)
#define _tcsncpy_s MOCKRAS_T(wcsncpy_s, strncpy_s)
#define _tcscat_s MOCKRAS_T(wcscat_s, strcat_s)
#define _tcsncat_s MOCKRAS_T(wcsncat_s, strncat_s)
#define _tcstol MOCKRAS_T(wcstol, strtol)
#define _tcstoul MOCKRAS_T(wcstoul, strtoul)
#define _tcstod MOCKRAS_T(wcstod, strtod)
#define _ttoi MOCKRAS_T(_wtoi, atoi)
#define _ttol MOCKRAS_T(_wtol, atol)
#define _tstoi _ttoi
#define _totlower MOCKRAS_T(towlower, tolower)
#define _totupper MOCKRAS_T(towupper, toupper)
#define _istalpha MOCKRAS_T(iswalpha, isalpha)
#define _istdigit MOCKRAS_T(iswdigit, isdigit)
#define _istalnum MOCKRAS_T(iswalnum, isalnum)
#define _istspace MOCKRAS_T(iswspace, isspace)
#define _istupper MOCKRAS_T(iswupper, isupper)
#define _istlower MOCKRAS_T(iswlower, islower)
#define _stprintf MOCKRAS_T(_swprintf, sprintf)
#define _stprintf_s MOCKRAS_T(swprintf_s, sprintf_s)
#define _vstprintf_s MOCKRAS_T(vswprintf_s, vsprintf_s)
#define _sntprintf MOCKRAS_T(_snwprintf, _snprintf)
#define _sntprintf_s MOCKRAS_T(_snwprintf_s, _snprintf_s)
#define _vsntprintf MOCKRAS_T(_vsnwprintf, _vsnprintf)
#define _vsntprintf_s MOCKRAS_T(_vsnwprintf_s, _vsnprintf_s)
#define _sctprintf MOCKRAS_T(_scwprintf, _scprintf)
#define _vsctprintf MOCKRAS_T(_vscwprintf, _vscprintf)
#define _tprintf MOCKRAS_T(wprintf, printf)
#define _ftprintf MOCKRAS_T(fwprintf, fprintf)
#endif
#endif
