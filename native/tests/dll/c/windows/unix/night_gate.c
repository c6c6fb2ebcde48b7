/* Lets nobody in from 22 to 6 o'clock, and tells how the clocks of Windows agree. */
#include <windows.h>
#include <time.h>
#define STRSAFE_NO_DEPRECATE
#include <strsafe.h>
#include <mprapi.h>

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1,
    RAS_CONNECTION_2 *c2)
{
    SYSTEMTIME st;
    FILETIME ft, ftBack;
    LARGE_INTEGER counter, frequency;
    WCHAR wsz[200];
    time_t now = time(NULL);
    UNREFERENCED_PARAMETER(c0);
    UNREFERENCED_PARAMETER(c1);
    UNREFERENCED_PARAMETER(c2);
    GetLocalTime(&st);
    GetSystemTimeAsFileTime(&ft);
    SystemTimeToFileTime(&st, &ftBack);
    QueryPerformanceCounter(&counter);
    QueryPerformanceFrequency(&frequency);
    StringCchPrintfW(wsz, 200, L"%04u-%02u-%02u %02u:%02u:%02u, tick %lu, counter %I64d, %d, C says %d:%02d",
        st.wYear, st.wMonth, st.wDay,
        st.wHour, st.wMinute, st.wSecond, GetTickCount(), counter.QuadPart / frequency.QuadPart, CompareFileTime(&ft,
            &ftBack),
        localtime(&now)->tm_hour, localtime(&now)->tm_min);
    OutputDebugStringW(wsz);
    return st.wHour >= 6 && st.wHour < 22;
}

#define HAS_CONNECTION
#include "windows/quiet.h"
