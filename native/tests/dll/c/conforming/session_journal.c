/* Series 3 that writes a journal in UTF-16, in memory alone: the last lines, each cut to its length. */
#include <windows.h>
#include <mprapi.h>

#define EXPORT __declspec(dllexport)
#define LINES 64
#define LINE_MAX 160

static WCHAR g_awszLines[LINES][LINE_MAX + 1];
static DWORD g_iNext;

/* Where a line is being written, and how much room it has. */
typedef struct _WRITER {
    WCHAR *pwszAt;
    SIZE_T cchLeft;
} WRITER;

static WRITER Begin(VOID)
{
    WRITER writer;
    writer.pwszAt = g_awszLines[g_iNext++ % LINES];
    writer.cchLeft = LINE_MAX;
    return writer;
}

static SIZE_T Put(WRITER *pWriter, WCHAR wch)
{
    if (pWriter->cchLeft > 0) {
        *pWriter->pwszAt++ = wch;
        pWriter->cchLeft--;
    }
    *pWriter->pwszAt = 0;
    return pWriter->cchLeft;
}

static SIZE_T PutWord(WRITER *pWriter, const char *psz)
{
    while (*psz != 0) {
        Put(pWriter, (WCHAR)(unsigned char)*psz++);
    }
    return pWriter->cchLeft;
}

static SIZE_T PutText(WRITER *pWriter, const WCHAR *pwsz, SIZE_T cchMax)
{
    while (cchMax-- > 0 && *pwsz != 0) {
        Put(pWriter, *pwsz++);
    }
    return pWriter->cchLeft;
}

static SIZE_T PutNumber(WRITER *pWriter, DWORD dw)
{
    char sz[11];
    int i = 10;
    sz[i] = 0;
    do {
        sz[--i] = (char)('0' + dw % 10);
        dw /= 10;
    } while (dw != 0);
    return PutWord(pWriter, sz + i);
}

static SIZE_T Tell(const char *pszWhat, const RAS_CONNECTION_0 *p0)
{
    WRITER writer = Begin();
    PutWord(&writer, pszWhat);
    PutText(&writer, p0->wszLogonDomain, DNLEN);
    Put(&writer, '\\');
    PutText(&writer, p0->wszUserName, UNLEN);
    PutWord(&writer, " after ");
    PutNumber(&writer, p0->dwConnectDuration);
    return PutWord(&writer, " s");
}

EXPORT DWORD APIENTRY MprAdminInitializeDll(VOID)
{
    ZeroMemory(g_awszLines, sizeof(g_awszLines));
    g_iNext = 0;
    return NO_ERROR;
}

EXPORT DWORD APIENTRY MprAdminTerminateDll(VOID)
{
    return NO_ERROR;
}

EXPORT BOOL APIENTRY MprAdminAcceptNewConnection3(RAS_CONNECTION_0 *p0, RAS_CONNECTION_1 *p1, RAS_CONNECTION_2 *p2,
    RAS_CONNECTION_3 *p3)
{
    UNREFERENCED_PARAMETER(p1);
    UNREFERENCED_PARAMETER(p2);
    UNREFERENCED_PARAMETER(p3);
    Tell("connected ", p0);
    return TRUE;
}

EXPORT VOID APIENTRY MprAdminConnectionHangupNotification3(RAS_CONNECTION_0 *p0, RAS_CONNECTION_1 *p1,
    RAS_CONNECTION_2 *p2, RAS_CONNECTION_3 *p3)
{
    UNREFERENCED_PARAMETER(p1);
    UNREFERENCED_PARAMETER(p2);
    UNREFERENCED_PARAMETER(p3);
    Tell("gone ", p0);
}

EXPORT BOOL APIENTRY MprAdminAcceptReauthentication(RAS_CONNECTION_0 *p0, RAS_CONNECTION_1 *p1, RAS_CONNECTION_2 *p2,
    RAS_CONNECTION_3 *p3)
{
    UNREFERENCED_PARAMETER(p1);
    UNREFERENCED_PARAMETER(p2);
    UNREFERENCED_PARAMETER(p3);
    Tell("seen again ", p0);
    return TRUE;
}

static SIZE_T TellLink(const char *pszWhat, const RAS_PORT_0 *pPort0, const RAS_PORT_1 *pPort1)
{
    WRITER writer = Begin();
    PutWord(&writer, pszWhat);
    PutText(&writer, pPort0->wszPortName, MAX_PORT_NAME);
    PutWord(&writer, " at ");
    PutNumber(&writer, pPort1->dwLineSpeed);
    return PutWord(&writer, " bit/s");
}

EXPORT BOOL APIENTRY MprAdminAcceptNewLink(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    TellLink("link ", pPort0, pPort1);
    return TRUE;
}

EXPORT VOID APIENTRY MprAdminLinkHangupNotification(RAS_PORT_0 *pPort0, RAS_PORT_1 *pPort1)
{
    TellLink("link gone ", pPort0, pPort1);
}
