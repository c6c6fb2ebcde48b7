/*
 * A small Windows for systems that are not Windows: what the sources of RAS administration DLLs use of it.
 *
 * Part of mockras; put this folder on the include path, and a source file that includes <windows.h> and <mprapi.h>
 * compiles as it stands: cc -shared -fPIC -fshort-wchar -I include -o libgate.so gate.c. Everything is in headers, so
 * there is nothing to link. docs/reference/small-windows.md lists what is there, and what is different.
 *
 * On Windows the header of that name is used instead of this one.
 */
#ifndef MOCKRAS_WINDOWS_H
#define MOCKRAS_WINDOWS_H

#ifdef _WIN32

#if defined(_MSC_VER) && !defined(__clang__)
#error "with this compiler use the headers of the Windows SDK alone: take this folder off the include path"
#endif
#include_next <windows.h>

#else

#if !defined(__SIZEOF_WCHAR_T__) || __SIZEOF_WCHAR_T__ != 2
#error "compile with -fshort-wchar: a wchar_t of Windows has 2 bytes, and so has every character of L\"text\""
#endif

/* Wide strings of C++ are compiled here, for characters of 2 bytes; those in the library have 4. */
#ifdef __cplusplus
#ifndef _LIBCPP_DISABLE_EXTERN_TEMPLATE
#define _LIBCPP_DISABLE_EXTERN_TEMPLATE
#endif
#include <cstddef>
#if defined(__GLIBCXX__) && defined(_BASIC_STRING_TCC)
template class std::basic_string<wchar_t>;
#elif defined(__GLIBCXX__)
#pragma push_macro("_GLIBCXX_EXTERN_TEMPLATE")
#undef _GLIBCXX_EXTERN_TEMPLATE
#define _GLIBCXX_EXTERN_TEMPLATE 0
#include <string>
#pragma pop_macro("_GLIBCXX_EXTERN_TEMPLATE")
#endif
#endif

#include <ctype.h>
#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>
#include <wctype.h>
#ifdef __cplusplus
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <cwchar>
#include <string>
#endif

#include <mockras/base.h>
#include <winerror.h>
#include <mockras/host.h>
#include <mockras/wide.h>
#include <mockras/letters.h>
#include <mockras/pages.h>
#include <mockras/format.h>
#include <mockras/print.h>
#include <mockras/checked.h>
#include <mockras/handles.h>
#include <mockras/memory.h>
#include <mockras/clock.h>
#include <mockras/world.h>
#include <mockras/locks.h>
#include <mockras/threads.h>
#include <mockras/files.h>
#include <mockras/registry.h>
#include <mockras/machine.h>
#include <mockras/events.h>
#include <mockras/attach.h>
#if !defined(WIN32_LEAN_AND_MEAN) && !defined(_WINSOCKAPI_)
#include <mockras/sockets.h>
#endif

#endif /* _WIN32 */
#endif
