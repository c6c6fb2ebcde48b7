/* Reports every connection to the event log, and refuses who is in no domain. */
#include <windows.h>
#include <mprapi.h>
#define TOLD_SOURCE L"RasAudit"
#include "windows/told.h"

#define EVENT_ACCEPTED 0x400003E9
#define EVENT_REFUSED 0x800003EA

static HANDLE g_hEventLog;

__declspec(dllexport) DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    g_hEventLog = RegisterEventSourceW(NULL, L"RasAudit");
    return g_hEventLog != NULL ? NO_ERROR : GetLastError();
}

__declspec(dllexport) BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *c0, RAS_CONNECTION_1 *c1,
    RAS_CONNECTION_2 *c2)
{
    LPCWSTR apwsz[2];
    BOOL fAccept = c0->wszLogonDomain[0] != L'\0';
    UNREFERENCED_PARAMETER(c1);
    UNREFERENCED_PARAMETER(c2);
    apwsz[0] = c0->wszUserName;
    apwsz[1] = fAccept ? c0->wszLogonDomain : L"no domain";
    ReportEventW(g_hEventLog, fAccept ? EVENTLOG_INFORMATION_TYPE : EVENTLOG_WARNING_TYPE, 0,
        fAccept ? EVENT_ACCEPTED : EVENT_REFUSED, NULL, 2, 0, apwsz, NULL);
    return fAccept;
}

__declspec(dllexport) DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    return DeregisterEventSource(g_hEventLog) ? NO_ERROR : GetLastError();
}

#define HAS_INITIALIZE
#define HAS_TERMINATE
#define HAS_CONNECTION
#include "windows/quiet.h"
