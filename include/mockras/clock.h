/*
 * Time: that of the scenario, which moves only while a scenario waits. Local time is UTC. The functions of C that tell
 * the time or turn it into a date are replaced in this DLL. Part of mockras: windows.h in the folder above includes it.
 */
#ifndef MOCKRAS_CLOCK_H
#define MOCKRAS_CLOCK_H
#pragma GCC system_header

#define MOCKRAS_SECOND 10000000ull
#define MOCKRAS_DAY (86400 * MOCKRAS_SECOND)
/* 1 January 1970, in steps of 100 ns since 1601. */
#define MOCKRAS_EPOCH 116444736000000000ull

static inline uint64_t mockras_of_filetime(const FILETIME *time)
{
    return (uint64_t)time->dwHighDateTime << 32 | time->dwLowDateTime;
}

static inline void mockras_to_filetime(uint64_t time, FILETIME *to)
{
    to->dwLowDateTime = (DWORD)time;
    to->dwHighDateTime = (DWORD)(time >> 32);
}

static inline int mockras_is_leap(unsigned year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static inline unsigned mockras_days_of(unsigned year, unsigned month)
{
    static const unsigned char days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && mockras_is_leap(year));
}

/* The days from 1 January 1601, which was a Monday. */
static inline uint64_t mockras_days_since_1601(unsigned year, unsigned month, unsigned day)
{
    uint64_t before = year - 1601, days = before * 365 + before / 4 - before / 100 + before / 400 + (day - 1);
    unsigned at;
    for (at = 1; at < month; at++)
        days += mockras_days_of(year, at);
    return days;
}

static inline BOOL FileTimeToSystemTime(const FILETIME *time, LPSYSTEMTIME to)
{
    uint64_t whole = mockras_of_filetime(time), days = whole / MOCKRAS_DAY, rest = whole % MOCKRAS_DAY;
    unsigned year = 1601 + (unsigned)(days / 366), month = 1;
    if (whole >> 63)
        return mockras_fail(87);
    while (mockras_days_since_1601(year + 1, 1, 1) <= days)
        year++;
    to->wDayOfWeek = (WORD)((days + 1) % 7);
    days -= mockras_days_since_1601(year, 1, 1);
    for (; days >= mockras_days_of(year, month); month++)
        days -= mockras_days_of(year, month);
    to->wYear = (WORD)year;
    to->wMonth = (WORD)month;
    to->wDay = (WORD)(days + 1);
    to->wHour = (WORD)(rest / (3600 * MOCKRAS_SECOND));
    to->wMinute = (WORD)(rest / (60 * MOCKRAS_SECOND) % 60);
    to->wSecond = (WORD)(rest / MOCKRAS_SECOND % 60);
    to->wMilliseconds = (WORD)(rest / 10000 % 1000);
    return TRUE;
}

static inline BOOL SystemTimeToFileTime(const SYSTEMTIME *time, LPFILETIME to)
{
    uint64_t seconds;
    if (time->wYear < 1601 || time->wMonth < 1 || time->wMonth > 12 || time->wDay < 1 ||
        time->wDay > mockras_days_of(time->wYear, time->wMonth) || time->wHour > 23 || time->wMinute > 59 ||
        time->wSecond > 59 || time->wMilliseconds > 999)
        return mockras_fail(87);
    seconds = mockras_days_since_1601(time->wYear, time->wMonth, time->wDay) * 86400 + time->wHour * 3600u +
        time->wMinute * 60u + time->wSecond;
    mockras_to_filetime(seconds * MOCKRAS_SECOND + time->wMilliseconds * 10000u, to);
    return TRUE;
}

static inline void GetSystemTimeAsFileTime(LPFILETIME to)
{
    mockras_to_filetime(mockras_now(), to);
}

#define GetSystemTimePreciseAsFileTime GetSystemTimeAsFileTime

static inline void GetSystemTime(LPSYSTEMTIME to)
{
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    FileTimeToSystemTime(&now, to);
}

static inline void GetLocalTime(LPSYSTEMTIME to)
{
    GetSystemTime(to);
}

static inline BOOL FileTimeToLocalFileTime(const FILETIME *time, LPFILETIME to)
{
    *to = *time;
    return TRUE;
}

#define LocalFileTimeToFileTime FileTimeToLocalFileTime

static inline LONG CompareFileTime(const FILETIME *one, const FILETIME *other)
{
    uint64_t left = mockras_of_filetime(one), right = mockras_of_filetime(other);
    return left < right ? -1 : left > right;
}

static inline ULONGLONG GetTickCount64(void)
{
    return mockras_uptime() / 10000;
}

static inline DWORD GetTickCount(void)
{
    return (DWORD)GetTickCount64();
}

#define timeGetTime GetTickCount

static inline BOOL QueryPerformanceCounter(LARGE_INTEGER *to)
{
    to->QuadPart = (LONGLONG)mockras_uptime();
    return TRUE;
}

static inline BOOL QueryPerformanceFrequency(LARGE_INTEGER *to)
{
    to->QuadPart = (LONGLONG)MOCKRAS_SECOND;
    return TRUE;
}

typedef struct _TIME_ZONE_INFORMATION {
    LONG Bias;
    WCHAR StandardName[32];
    SYSTEMTIME StandardDate;
    LONG StandardBias;
    WCHAR DaylightName[32];
    SYSTEMTIME DaylightDate;
    LONG DaylightBias;
} TIME_ZONE_INFORMATION, *PTIME_ZONE_INFORMATION, *LPTIME_ZONE_INFORMATION;

#define TIME_ZONE_ID_UNKNOWN 0

static inline DWORD GetTimeZoneInformation(LPTIME_ZONE_INFORMATION to)
{
    memset(to, 0, sizeof *to);
    wcscpy(to->StandardName, L"UTC");
    wcscpy(to->DaylightName, L"UTC");
    return TIME_ZONE_ID_UNKNOWN;
}

MOCKRAS_C_BEGIN

time_t mockras_time(time_t *to) MOCKRAS_AS(time);
time_t mockras_time(time_t *to)
{
    time_t now = (time_t)(((int64_t)mockras_now() - (int64_t)MOCKRAS_EPOCH) / (int64_t)MOCKRAS_SECOND);
    if (to)
        *to = now;
    return now;
}

struct tm *mockras_localtime(const time_t *time) MOCKRAS_AS(localtime);
struct tm *mockras_localtime(const time_t *time)
{
    return gmtime(time);
}

time_t mockras_mktime(struct tm *date) MOCKRAS_AS(mktime);
time_t mockras_mktime(struct tm *date)
{
    int64_t months = (int64_t)date->tm_year * 12 + date->tm_mon, years = months / 12 + 1900;
    time_t made;
    struct tm *normal;
    if (months < 0 || years < 1970)
        return (time_t)-1;
    made = (time_t)((int64_t)mockras_days_since_1601((unsigned)years, (unsigned)(months % 12) + 1, 1) * 86400 -
        (int64_t)(MOCKRAS_EPOCH / MOCKRAS_SECOND) + ((int64_t)date->tm_mday - 1) * 86400 + date->tm_hour * 3600 +
        date->tm_min * 60 + date->tm_sec);
    normal = gmtime(&made);
    if (normal)
        *date = *normal;
    return made;
}

clock_t mockras_clock_of_c(void) MOCKRAS_AS(clock);
clock_t mockras_clock_of_c(void)
{
    return (clock_t)(GetTickCount64() * (CLOCKS_PER_SEC / 1000));
}

MOCKRAS_C_END

static inline int localtime_s(struct tm *to, const time_t *time)
{
    struct tm *date = gmtime(time);
    if (!date)
        return 22;
    *to = *date;
    return 0;
}

#define gmtime_s localtime_s
#define _time64 time
#define _time32 time
#define __time64_t time_t
#define _localtime64 localtime
#define _localtime64_s localtime_s
#define _mktime64 mktime

#endif
