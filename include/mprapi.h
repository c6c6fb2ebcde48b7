/*
 * The RAS administration interface for systems that are not Windows: the functions a RAS administration DLL exports,
 * the structures it is handed, and the functions it may call outside of them, under the names that Windows code uses.
 *
 * Part of mockras, and its own text: names, layouts and values are those of the published metadata. Structures have
 * the layout of 64-bit (32-bit) Windows on every 64-bit (32-bit) system. Compile with -fshort-wchar -I include.
 *
 * On Windows the header of the Windows SDK is the right one: leave this folder off the include path. That of mingw-w64
 * is not: its callbacks table lacks two of the twelve functions, so a DLL built with it puts two into wrong slots. With
 * mingw-w64 use -I include on Windows, too: this header takes the place of that one.
 */
#ifndef MOCKRAS_MPRAPI_H
#define MOCKRAS_MPRAPI_H
#define _MPRAPI_H_

#include <windows.h>
#include <in6addr.h>
#include <ipsectypes.h>
#include <lmcons.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Lengths of text in WCHARs, without the terminating NUL: every array has one more. */
#ifndef NETBIOS_NAME_LEN
#define NETBIOS_NAME_LEN 16
#endif
#ifndef MAX_INTERFACE_NAME_LEN
#define MAX_INTERFACE_NAME_LEN 256
#endif
#ifndef MAX_PORT_NAME
#define MAX_PORT_NAME 16
#endif
#ifndef MAX_MEDIA_NAME
#define MAX_MEDIA_NAME 16
#endif
#ifndef MAX_DEVICE_NAME
#define MAX_DEVICE_NAME 128
#endif
#ifndef MAX_DEVICETYPE_NAME
#define MAX_DEVICETYPE_NAME 16
#endif
#ifndef MAX_PHONE_NUMBER_LEN
#define MAX_PHONE_NUMBER_LEN 128
#endif
#define IPADDRESSLEN 15
#define IPXADDRESSLEN 22
#define ATADDRESSLEN 32
#define MAXIPADRESSLEN 64

/* What kind of interface a connection belongs to. */
typedef enum _ROUTER_INTERFACE_TYPE {
    ROUTER_IF_TYPE_CLIENT = 0,
    ROUTER_IF_TYPE_HOME_ROUTER = 1,
    ROUTER_IF_TYPE_FULL_ROUTER = 2,
    ROUTER_IF_TYPE_DEDICATED = 3,
    ROUTER_IF_TYPE_INTERNAL = 4,
    ROUTER_IF_TYPE_LOOPBACK = 5,
    ROUTER_IF_TYPE_TUNNEL1 = 6,
    ROUTER_IF_TYPE_DIALOUT = 7,
    ROUTER_IF_TYPE_MAX = 8
} ROUTER_INTERFACE_TYPE;

/* What a port is doing. */
typedef enum _RAS_PORT_CONDITION {
    RAS_PORT_NON_OPERATIONAL = 0,
    RAS_PORT_DISCONNECTED = 1,
    RAS_PORT_CALLING_BACK = 2,
    RAS_PORT_LISTENING = 3,
    RAS_PORT_AUTHENTICATING = 4,
    RAS_PORT_AUTHENTICATED = 5,
    RAS_PORT_INITIALIZING = 6
} RAS_PORT_CONDITION;

/* Whether the hardware of a port works. */
typedef enum _RAS_HARDWARE_CONDITION {
    RAS_HARDWARE_OPERATIONAL = 0,
    RAS_HARDWARE_FAILURE = 1
} RAS_HARDWARE_CONDITION;

/* How far network access protection lets the client in. */
typedef enum _RAS_QUARANTINE_STATE {
    RAS_QUAR_STATE_NORMAL = 0,
    RAS_QUAR_STATE_QUARANTINE = 1,
    RAS_QUAR_STATE_PROBATION = 2,
    RAS_QUAR_STATE_NOT_CAPABLE = 3
} RAS_QUARANTINE_STATE;

/* What follows an object header; stored in one byte. */
typedef enum _MPRAPI_OBJECT_TYPE {
    MPRAPI_OBJECT_TYPE_RAS_CONNECTION_OBJECT = 1,
    MPRAPI_OBJECT_TYPE_MPR_SERVER_OBJECT = 2,
    MPRAPI_OBJECT_TYPE_MPR_SERVER_SET_CONFIG_OBJECT = 3,
    MPRAPI_OBJECT_TYPE_AUTH_VALIDATION_OBJECT = 4,
    MPRAPI_OBJECT_TYPE_UPDATE_CONNECTION_OBJECT = 5,
    MPRAPI_OBJECT_TYPE_IF_CUSTOM_CONFIG_OBJECT = 6
} MPRAPI_OBJECT_TYPE;

/* Which member a projection holds, and how IKEv2 authenticated. */
#define MPRAPI_PPP_PROJECTION_INFO_TYPE 1
#define MPRAPI_IKEV2_PROJECTION_INFO_TYPE 2
#define MPRAPI_IKEV2_AUTH_USING_CERT 1
#define MPRAPI_IKEV2_AUTH_USING_EAP 2

/* Revisions: of the callbacks table, of RAS_CONNECTION_EX, of RAS_UPDATE_CONNECTION. */
#define MPRAPI_ADMIN_DLL_VERSION_1 1
#define MPRAPI_ADMIN_DLL_VERSION_2 2
#define MPRAPI_RAS_CONNECTION_OBJECT_REVISION_1 1
#define MPRAPI_RAS_UPDATE_CONNECTION_OBJECT_REVISION_1 1

/* The flags of dwConnectionFlags. Two share a bit: the version of Windows decides which is meant. */
#define RAS_FLAGS_PPP_CONNECTION 0x1
#define RAS_FLAGS_MESSENGER_PRESENT 0x2
#define RAS_FLAGS_RAS_CONNECTION 0x4
#define RAS_FLAGS_QUARANTINE_PRESENT 0x8
#define RAS_FLAGS_ARAP_CONNECTION 0x10
#define RAS_FLAGS_IKEV2_CONNECTION 0x10
#define RAS_FLAGS_DORMANT 0x20

/* dwDeviceType of RAS_CONNECTION_4, as MS-RRASM 2.2.1.1.16 publishes them. */
#define RDT_Tunnel_Pptp 0x10008
#define RDT_Tunnel_L2tp 0x10009
#define RDT_Tunnel_Sstp 0x1000e
#define RDT_Tunnel_Ikev2 0x1000f

/* What IPCP and CCP negotiated. */
#define PPP_IPCP_VJ 0x1
#define RASCCPCA_STAC 5
#define RASCCPCA_MPPC 6
#define PPP_CCP_COMPRESSION 0x1
#define PPP_CCP_ENCRYPTION40BITOLD 0x10
#define PPP_CCP_ENCRYPTION40BIT 0x20
#define PPP_CCP_ENCRYPTION128BIT 0x40
#define PPP_CCP_ENCRYPTION56BIT 0x80
#define PPP_CCP_HISTORYLESS 0x1000000

/* How the two sides proved who they are; the last three tell how with CHAP. */
#define PPP_LCP_PAP 0xC023
#define PPP_LCP_SPAP 0xC027
#define PPP_LCP_CHAP 0xC223
#define PPP_LCP_EAP 0xC227
#define PPP_LCP_CHAP_MD5 0x5
#define PPP_LCP_CHAP_MS 0x80
#define PPP_LCP_CHAP_MSV2 0x81

/* Options of LCP, in two families: each flag of the second is that of the first shifted right by one. */
#define PPP_LCP_MULTILINK_FRAMING 0x1
#define PPP_LCP_PFC 0x2
#define PPP_LCP_ACFC 0x4
#define PPP_LCP_SSHF 0x8
#define PPP_LCP_DES_56 0x10
#define PPP_LCP_3_DES 0x20
#define PPP_LCP_AES_128 0x40
#define PPP_LCP_AES_256 0x80
#define PPP_LCP_AES_192 0x100
#define PPP_LCP_GCM_AES_128 0x200
#define PPP_LCP_GCM_AES_192 0x400
#define PPP_LCP_GCM_AES_256 0x800
#define RASLCPO_PFC 0x1
#define RASLCPO_ACFC 0x2
#define RASLCPO_SSHF 0x4
#define RASLCPO_DES_56 0x8
#define RASLCPO_3_DES 0x10
#define RASLCPO_AES_128 0x20
#define RASLCPO_AES_256 0x40
#define RASLCPO_AES_192 0x80
#define RASLCPO_GCM_AES_128 0x100
#define RASLCPO_GCM_AES_192 0x200
#define RASLCPO_GCM_AES_256 0x400

/* Says what structure follows and which revision of it. */
typedef struct _MPRAPI_OBJECT_HEADER {
    UCHAR revision;
    UCHAR type;
    USHORT size;
} MPRAPI_OBJECT_HEADER, *PMPRAPI_OBJECT_HEADER;

/* What the control protocol for NetBEUI framing negotiated. */
typedef struct _PPP_NBFCP_INFO {
    DWORD dwError;
    WCHAR wszWksta[NETBIOS_NAME_LEN + 1];
} PPP_NBFCP_INFO, *PPPP_NBFCP_INFO;

/* What the control protocol for IPv4 negotiated. */
typedef struct _PPP_IPCP_INFO {
    DWORD dwError;
    WCHAR wszAddress[IPADDRESSLEN + 1];
    WCHAR wszRemoteAddress[IPADDRESSLEN + 1];
} PPP_IPCP_INFO, *PPPP_IPCP_INFO;

/* What the control protocol for IPv4 negotiated, with options. */
typedef struct _PPP_IPCP_INFO2 {
    DWORD dwError;
    WCHAR wszAddress[IPADDRESSLEN + 1];
    WCHAR wszRemoteAddress[IPADDRESSLEN + 1];
    DWORD dwOptions;
    DWORD dwRemoteOptions;
} PPP_IPCP_INFO2, *PPPP_IPCP_INFO2;

/* What the control protocol for IPX negotiated. */
typedef struct _PPP_IPXCP_INFO {
    DWORD dwError;
    WCHAR wszAddress[IPXADDRESSLEN + 1];
} PPP_IPXCP_INFO, *PPPP_IPXCP_INFO;

/* What the control protocol for AppleTalk negotiated. */
typedef struct _PPP_ATCP_INFO {
    DWORD dwError;
    WCHAR wszAddress[ATADDRESSLEN + 1];
} PPP_ATCP_INFO, *PPPP_ATCP_INFO;

/* What the compression control protocol negotiated. */
typedef struct _PPP_CCP_INFO {
    DWORD dwError;
    DWORD dwCompressionAlgorithm;
    DWORD dwOptions;
    DWORD dwRemoteCompressionAlgorithm;
    DWORD dwRemoteOptions;
} PPP_CCP_INFO, *PPPP_CCP_INFO;

/* What the link control protocol negotiated. */
typedef struct _PPP_LCP_INFO {
    DWORD dwError;
    DWORD dwAuthenticationProtocol;
    DWORD dwAuthenticationData;
    DWORD dwRemoteAuthenticationProtocol;
    DWORD dwRemoteAuthenticationData;
    DWORD dwTerminateReason;
    DWORD dwRemoteTerminateReason;
    DWORD dwOptions;
    DWORD dwRemoteOptions;
    DWORD dwEapTypeId;
    DWORD dwRemoteEapTypeId;
} PPP_LCP_INFO, *PPPP_LCP_INFO;

/* What the control protocol for IPv6 negotiated. */
typedef struct _PPP_IPV6_CP_INFO {
    DWORD dwVersion;
    DWORD dwSize;
    DWORD dwError;
    BYTE bInterfaceIdentifier[8];
    BYTE bRemoteInterfaceIdentifier[8];
    DWORD dwOptions;
    DWORD dwRemoteOptions;
    BYTE bPrefix[8];
    DWORD dwPrefixLength;
} PPP_IPV6_CP_INFO, *PPPP_IPV6_CP_INFO;

/* The results in RAS_CONNECTION_1. */
typedef struct _PPP_INFO {
    PPP_NBFCP_INFO nbf;
    PPP_IPCP_INFO ip;
    PPP_IPXCP_INFO ipx;
    PPP_ATCP_INFO at;
} PPP_INFO, *PPPP_INFO;

/* The results in RAS_CONNECTION_2. */
typedef struct _PPP_INFO_2 {
    PPP_NBFCP_INFO nbf;
    PPP_IPCP_INFO2 ip;
    PPP_IPXCP_INFO ipx;
    PPP_ATCP_INFO at;
    PPP_CCP_INFO ccp;
    PPP_LCP_INFO lcp;
} PPP_INFO_2, *PPPP_INFO_2;

/* The results in RAS_CONNECTION_3, where IPv6 replaces IPX and AppleTalk. */
typedef struct _PPP_INFO_3 {
    PPP_NBFCP_INFO nbf;
    PPP_IPCP_INFO2 ip;
    PPP_IPV6_CP_INFO ipv6;
    PPP_CCP_INFO ccp;
    PPP_LCP_INFO lcp;
} PPP_INFO_3, *PPPP_INFO_3;

/* What PPP negotiated, as a member of [PROJECTION_INFO]. */
typedef struct _PPP_PROJECTION_INFO {
    DWORD dwIPv4NegotiationError;
    WCHAR wszAddress[IPADDRESSLEN + 1];
    WCHAR wszRemoteAddress[IPADDRESSLEN + 1];
    DWORD dwIPv4Options;
    DWORD dwIPv4RemoteOptions;
    ULONG64 IPv4SubInterfaceIndex;
    DWORD dwIPv6NegotiationError;
    BYTE bInterfaceIdentifier[8];
    BYTE bRemoteInterfaceIdentifier[8];
    BYTE bPrefix[8];
    DWORD dwPrefixLength;
    ULONG64 IPv6SubInterfaceIndex;
    DWORD dwLcpError;
    DWORD dwAuthenticationProtocol;
    DWORD dwAuthenticationData;
    DWORD dwRemoteAuthenticationProtocol;
    DWORD dwRemoteAuthenticationData;
    DWORD dwLcpTerminateReason;
    DWORD dwLcpRemoteTerminateReason;
    DWORD dwLcpOptions;
    DWORD dwLcpRemoteOptions;
    DWORD dwEapTypeId;
    DWORD dwRemoteEapTypeId;
    DWORD dwCcpError;
    DWORD dwCompressionAlgorithm;
    DWORD dwCcpOptions;
    DWORD dwRemoteCompressionAlgorithm;
    DWORD dwCcpRemoteOptions;
} PPP_PROJECTION_INFO, *PPPP_PROJECTION_INFO;

/* What IKEv2 negotiated, as a member of [PROJECTION_INFO]. */
typedef struct _IKEV2_PROJECTION_INFO {
    DWORD dwIPv4NegotiationError;
    WCHAR wszAddress[IPADDRESSLEN + 1];
    WCHAR wszRemoteAddress[IPADDRESSLEN + 1];
    ULONG64 IPv4SubInterfaceIndex;
    DWORD dwIPv6NegotiationError;
    BYTE bInterfaceIdentifier[8];
    BYTE bRemoteInterfaceIdentifier[8];
    BYTE bPrefix[8];
    DWORD dwPrefixLength;
    ULONG64 IPv6SubInterfaceIndex;
    DWORD dwOptions;
    DWORD dwAuthenticationProtocol;
    DWORD dwEapTypeId;
    DWORD dwCompressionAlgorithm;
    DWORD dwEncryptionMethod;
} IKEV2_PROJECTION_INFO, *PIKEV2_PROJECTION_INFO;

/* What PPP or IKEv2 negotiated, in RAS_CONNECTION_EX. */
typedef struct _PROJECTION_INFO {
    UCHAR projectionInfoType;
    __extension__ union {
        PPP_PROJECTION_INFO PppProjectionInfo;
        IKEV2_PROJECTION_INFO Ikev2ProjectionInfo;
    };
} PROJECTION_INFO, *PPROJECTION_INFO;

/* What PPP negotiated, as a member of [PROJECTION_INFO2]; absent from mingw-w64. */
typedef struct _PPP_PROJECTION_INFO2 {
    DWORD dwIPv4NegotiationError;
    WCHAR wszAddress[IPADDRESSLEN + 1];
    WCHAR wszRemoteAddress[IPADDRESSLEN + 1];
    DWORD dwIPv4Options;
    DWORD dwIPv4RemoteOptions;
    ULONG64 IPv4SubInterfaceIndex;
    DWORD dwIPv6NegotiationError;
    BYTE bInterfaceIdentifier[8];
    BYTE bRemoteInterfaceIdentifier[8];
    BYTE bPrefix[8];
    DWORD dwPrefixLength;
    ULONG64 IPv6SubInterfaceIndex;
    DWORD dwLcpError;
    DWORD dwAuthenticationProtocol;
    DWORD dwAuthenticationData;
    DWORD dwRemoteAuthenticationProtocol;
    DWORD dwRemoteAuthenticationData;
    DWORD dwLcpTerminateReason;
    DWORD dwLcpRemoteTerminateReason;
    DWORD dwLcpOptions;
    DWORD dwLcpRemoteOptions;
    DWORD dwEapTypeId;
    DWORD dwEmbeddedEAPTypeId;
    DWORD dwRemoteEapTypeId;
    DWORD dwCcpError;
    DWORD dwCompressionAlgorithm;
    DWORD dwCcpOptions;
    DWORD dwRemoteCompressionAlgorithm;
    DWORD dwCcpRemoteOptions;
} PPP_PROJECTION_INFO2, *PPPP_PROJECTION_INFO2;

/* What IKEv2 negotiated, as a member of [PROJECTION_INFO2]; absent from mingw-w64. */
typedef struct _IKEV2_PROJECTION_INFO2 {
    DWORD dwIPv4NegotiationError;
    WCHAR wszAddress[IPADDRESSLEN + 1];
    WCHAR wszRemoteAddress[IPADDRESSLEN + 1];
    ULONG64 IPv4SubInterfaceIndex;
    DWORD dwIPv6NegotiationError;
    BYTE bInterfaceIdentifier[8];
    BYTE bRemoteInterfaceIdentifier[8];
    BYTE bPrefix[8];
    DWORD dwPrefixLength;
    ULONG64 IPv6SubInterfaceIndex;
    DWORD dwOptions;
    DWORD dwAuthenticationProtocol;
    DWORD dwEapTypeId;
    DWORD dwEmbeddedEAPTypeId;
    DWORD dwCompressionAlgorithm;
    DWORD dwEncryptionMethod;
} IKEV2_PROJECTION_INFO2, *PIKEV2_PROJECTION_INFO2;

/* What PPP or IKEv2 negotiated, in RAS_CONNECTION_4; read like [its older */
typedef struct _PROJECTION_INFO2 {
    UCHAR projectionInfoType;
    __extension__ union {
        PPP_PROJECTION_INFO2 PppProjectionInfo;
        IKEV2_PROJECTION_INFO2 Ikev2ProjectionInfo;
    };
} PROJECTION_INFO2, *PPROJECTION_INFO2;

/* A connection: who, and for how long. First argument of the callouts of the series 0, 2 and 3. */
typedef struct _RAS_CONNECTION_0 {
    HANDLE hConnection;
    HANDLE hInterface;
    DWORD dwConnectDuration;
    ROUTER_INTERFACE_TYPE dwInterfaceType;
    DWORD dwConnectionFlags;
    WCHAR wszInterfaceName[MAX_INTERFACE_NAME_LEN + 1];
    WCHAR wszUserName[UNLEN + 1];
    WCHAR wszLogonDomain[DNLEN + 1];
    WCHAR wszRemoteComputer[NETBIOS_NAME_LEN + 1];
} RAS_CONNECTION_0, *PRAS_CONNECTION_0;

/* A connection: addresses and counters. Second argument of the callouts of the series 0, 2 and 3. */
typedef struct _RAS_CONNECTION_1 {
    HANDLE hConnection;
    HANDLE hInterface;
    PPP_INFO PppInfo;
    DWORD dwBytesXmited;
    DWORD dwBytesRcved;
    DWORD dwFramesXmited;
    DWORD dwFramesRcved;
    DWORD dwCrcErr;
    DWORD dwTimeoutErr;
    DWORD dwAlignmentErr;
    DWORD dwHardwareOverrunErr;
    DWORD dwFramingErr;
    DWORD dwBufferOverrunErr;
    DWORD dwCompressionRatioIn;
    DWORD dwCompressionRatioOut;
} RAS_CONNECTION_1, *PRAS_CONNECTION_1;

/* A connection: its GUID, compression and authentication. Third argument in the series 2 and 3. */
typedef struct _RAS_CONNECTION_2 {
    HANDLE hConnection;
    WCHAR wszUserName[UNLEN + 1];
    ROUTER_INTERFACE_TYPE dwInterfaceType;
    GUID guid;
    PPP_INFO_2 PppInfo2;
} RAS_CONNECTION_2, *PRAS_CONNECTION_2;

/* A connection: IPv6 and quarantine. Fourth argument in the series 3. */
typedef struct _RAS_CONNECTION_3 {
    DWORD dwVersion;
    DWORD dwSize;
    HANDLE hConnection;
    WCHAR wszUserName[UNLEN + 1];
    ROUTER_INTERFACE_TYPE dwInterfaceType;
    GUID guid;
    PPP_INFO_3 PppInfo3;
    RAS_QUARANTINE_STATE rasQuarState;
    FILETIME timer;
} RAS_CONNECTION_3, *PRAS_CONNECTION_3;

/* A connection in one structure, with its tunnel. Argument of the Ex callouts. */
typedef struct _RAS_CONNECTION_EX {
    MPRAPI_OBJECT_HEADER Header;
    DWORD dwConnectDuration;
    ROUTER_INTERFACE_TYPE dwInterfaceType;
    DWORD dwConnectionFlags;
    WCHAR wszInterfaceName[MAX_INTERFACE_NAME_LEN + 1];
    WCHAR wszUserName[UNLEN + 1];
    WCHAR wszLogonDomain[DNLEN + 1];
    WCHAR wszRemoteComputer[NETBIOS_NAME_LEN + 1];
    GUID guid;
    RAS_QUARANTINE_STATE rasQuarState;
    FILETIME probationTime;
    DWORD dwBytesXmited;
    DWORD dwBytesRcved;
    DWORD dwFramesXmited;
    DWORD dwFramesRcved;
    DWORD dwCrcErr;
    DWORD dwTimeoutErr;
    DWORD dwAlignmentErr;
    DWORD dwHardwareOverrunErr;
    DWORD dwFramingErr;
    DWORD dwBufferOverrunErr;
    DWORD dwCompressionRatioIn;
    DWORD dwCompressionRatioOut;
    DWORD dwNumSwitchOvers;
    WCHAR wszRemoteEndpointAddress[MAXIPADRESSLEN + 1];
    WCHAR wszLocalEndpointAddress[MAXIPADRESSLEN + 1];
    PROJECTION_INFO ProjectionInfo;
    HANDLE hConnection;
    HANDLE hInterface;
} RAS_CONNECTION_EX, *PRAS_CONNECTION_EX;

/* A connection in one structure, without a header. No callout receives it; absent from mingw-w64. */
typedef struct _RAS_CONNECTION_4 {
    DWORD dwConnectDuration;
    ROUTER_INTERFACE_TYPE dwInterfaceType;
    DWORD dwConnectionFlags;
    WCHAR wszInterfaceName[MAX_INTERFACE_NAME_LEN + 1];
    WCHAR wszUserName[UNLEN + 1];
    WCHAR wszLogonDomain[DNLEN + 1];
    WCHAR wszRemoteComputer[NETBIOS_NAME_LEN + 1];
    GUID guid;
    RAS_QUARANTINE_STATE rasQuarState;
    FILETIME probationTime;
    FILETIME connectionStartTime;
    ULONG64 ullBytesXmited;
    ULONG64 ullBytesRcved;
    DWORD dwFramesXmited;
    DWORD dwFramesRcved;
    DWORD dwCrcErr;
    DWORD dwTimeoutErr;
    DWORD dwAlignmentErr;
    DWORD dwHardwareOverrunErr;
    DWORD dwFramingErr;
    DWORD dwBufferOverrunErr;
    DWORD dwCompressionRatioIn;
    DWORD dwCompressionRatioOut;
    DWORD dwNumSwitchOvers;
    WCHAR wszRemoteEndpointAddress[MAXIPADRESSLEN + 1];
    WCHAR wszLocalEndpointAddress[MAXIPADRESSLEN + 1];
    PROJECTION_INFO2 ProjectionInfo;
    HANDLE hConnection;
    HANDLE hInterface;
    DWORD dwDeviceType;
} RAS_CONNECTION_4, *PRAS_CONNECTION_4;

/* A port: what it is and what it does. First argument of the link callouts. */
typedef struct _RAS_PORT_0 {
    HANDLE hPort;
    HANDLE hConnection;
    RAS_PORT_CONDITION dwPortCondition;
    DWORD dwTotalNumberOfCalls;
    DWORD dwConnectDuration;
    WCHAR wszPortName[MAX_PORT_NAME + 1];
    WCHAR wszMediaName[MAX_MEDIA_NAME + 1];
    WCHAR wszDeviceName[MAX_DEVICE_NAME + 1];
    WCHAR wszDeviceType[MAX_DEVICETYPE_NAME + 1];
} RAS_PORT_0, *PRAS_PORT_0;

/* A port: its counters. Second argument of the link callouts. */
typedef struct _RAS_PORT_1 {
    HANDLE hPort;
    HANDLE hConnection;
    RAS_HARDWARE_CONDITION dwHardwareCondition;
    DWORD dwLineSpeed;
    DWORD dwBytesXmited;
    DWORD dwBytesRcved;
    DWORD dwFramesXmited;
    DWORD dwFramesRcved;
    DWORD dwCrcErr;
    DWORD dwTimeoutErr;
    DWORD dwAlignmentErr;
    DWORD dwHardwareOverrunErr;
    DWORD dwFramingErr;
    DWORD dwBufferOverrunErr;
    DWORD dwCompressionRatioIn;
    DWORD dwCompressionRatioOut;
} RAS_PORT_1, *PRAS_PORT_1;

/* A port: state and counters of 64 bits. No callout receives it; absent from mingw-w64. */
typedef struct _RAS_PORT_2 {
    HANDLE hPort;
    HANDLE hConnection;
    DWORD dwConn_State;
    WCHAR wszPortName[MAX_PORT_NAME + 1];
    WCHAR wszMediaName[MAX_MEDIA_NAME + 1];
    WCHAR wszDeviceName[MAX_DEVICE_NAME + 1];
    WCHAR wszDeviceType[MAX_DEVICETYPE_NAME + 1];
    RAS_HARDWARE_CONDITION dwHardwareCondition;
    DWORD dwLineSpeed;
    DWORD dwCrcErr;
    DWORD dwSerialOverRunErrs;
    DWORD dwTimeoutErr;
    DWORD dwAlignmentErr;
    DWORD dwHardwareOverrunErr;
    DWORD dwFramingErr;
    DWORD dwBufferOverrunErr;
    DWORD dwCompressionRatioIn;
    DWORD dwCompressionRatioOut;
    DWORD dwTotalErrors;
    ULONG64 ullBytesXmited;
    ULONG64 ullBytesRcved;
    ULONG64 ullFramesXmited;
    ULONG64 ullFramesRcved;
    ULONG64 ullBytesTxUncompressed;
    ULONG64 ullBytesTxCompressed;
    ULONG64 ullBytesRcvUncompressed;
    ULONG64 ullBytesRcvCompressed;
} RAS_PORT_2, *PRAS_PORT_2;

/* The new endpoints of a tunnel. No callout receives it. */
typedef struct _RAS_UPDATE_CONNECTION {
    MPRAPI_OBJECT_HEADER Header;
    DWORD dwIfIndex;
    WCHAR wszLocalEndpointAddress[MAXIPADRESSLEN + 1];
    WCHAR wszRemoteEndpointAddress[MAXIPADRESSLEN + 1];
} RAS_UPDATE_CONNECTION, *PRAS_UPDATE_CONNECTION;

/* A connection that authenticated itself elsewhere and asks to be let in. */
typedef struct _AUTH_VALIDATION_EX {
    MPRAPI_OBJECT_HEADER Header;
    HANDLE hRasConnection;
    WCHAR wszUserName[UNLEN + 1];
    WCHAR wszLogonDomain[DNLEN + 1];
    DWORD AuthInfoSize;
    BYTE AuthInfo[1];
} AUTH_VALIDATION_EX, *PAUTH_VALIDATION_EX;

/* Pointers to the functions of a DLL. One name has lost a D, as it has in the metadata. */
typedef DWORD (APIENTRY *PMPRADMINGETIPADDRESSFORUSER)(WCHAR *lpwszUserName, WCHAR *lpwszPortName,
    DWORD *lpdwIpAddress, BOOL *bNotifyRelease);
typedef VOID (APIENTRY *PMPRADMINRELEASEIPADRESS)(WCHAR *lpwszUserName, WCHAR *lpwszPortName, DWORD *lpdwIpAddress);
typedef DWORD (APIENTRY *PMPRADMINGETIPV6ADDRESSFORUSER)(WCHAR *lpwszUserName, WCHAR *lpwszPortName,
    IN6_ADDR *lpIPv6Address, BOOL *bNotifyRelease);
typedef VOID (APIENTRY *PMPRADMINRELEASEIPV6ADDRESSFORUSER)(WCHAR *lpwszUserName, WCHAR *lpwszPortName,
    IN6_ADDR *lpIPv6Address);
typedef BOOL (APIENTRY *PMPRADMINACCEPTNEWLINK)(RAS_PORT_0 *pRasPort0, RAS_PORT_1 *pRasPort1);
typedef VOID (APIENTRY *PMPRADMINLINKHANGUPNOTIFICATION)(RAS_PORT_0 *pRasPort0, RAS_PORT_1 *pRasPort1);
typedef DWORD (APIENTRY *PMPRADMINTERMINATEDLL)(VOID);
typedef BOOL (APIENTRY *PMPRADMINACCEPTNEWCONNECTION)(RAS_CONNECTION_0 *pRasConnection0,
    RAS_CONNECTION_1 *pRasConnection1);
typedef BOOL (APIENTRY *PMPRADMINACCEPTNEWCONNECTION2)(RAS_CONNECTION_0 *pRasConnection0,
    RAS_CONNECTION_1 *pRasConnection1, RAS_CONNECTION_2 *pRasConnection2);
typedef BOOL (APIENTRY *PMPRADMINACCEPTNEWCONNECTION3)(RAS_CONNECTION_0 *pRasConnection0,
    RAS_CONNECTION_1 *pRasConnection1, RAS_CONNECTION_2 *pRasConnection2, RAS_CONNECTION_3 *pRasConnection3);
typedef BOOL (APIENTRY *PMPRADMINACCEPTNEWCONNECTIONEX)(RAS_CONNECTION_EX *pRasConnection);
typedef BOOL (APIENTRY *PMPRADMINACCEPTREAUTHENTICATION)(RAS_CONNECTION_0 *pRasConnection0,
    RAS_CONNECTION_1 *pRasConnection1, RAS_CONNECTION_2 *pRasConnection2, RAS_CONNECTION_3 *pRasConnection3);
typedef BOOL (APIENTRY *PMPRADMINACCEPTREAUTHENTICATIONEX)(RAS_CONNECTION_EX *pRasConnection);
typedef BOOL (APIENTRY *PMPRADMINACCEPTTUNNELENDPOINTCHANGEEX)(RAS_CONNECTION_EX *pRasConnection);
typedef VOID (APIENTRY *PMPRADMINCONNECTIONHANGUPNOTIFICATION)(RAS_CONNECTION_0 *pRasConnection0,
    RAS_CONNECTION_1 *pRasConnection1);
typedef VOID (APIENTRY *PMPRADMINCONNECTIONHANGUPNOTIFICATION2)(RAS_CONNECTION_0 *pRasConnection0,
    RAS_CONNECTION_1 *pRasConnection1, RAS_CONNECTION_2 *pRasConnection2);
typedef VOID (APIENTRY *PMPRADMINCONNECTIONHANGUPNOTIFICATION3)(RAS_CONNECTION_0 *pRasConnection0,
    RAS_CONNECTION_1 *pRasConnection1, RAS_CONNECTION_2 *pRasConnection2, RAS_CONNECTION_3 *pRasConnection3);
typedef VOID (APIENTRY *PMPRADMINCONNECTIONHANGUPNOTIFICATIONEX)(RAS_CONNECTION_EX *pRasConnection);
typedef DWORD (APIENTRY *PMPRADMINRASVALIDATEPREAUTHENTICATEDCONNECTIONEX)(AUTH_VALIDATION_EX *pAuthValidation);

/* The table that MprAdminInitializeDllEx fills: revision 2 has all of it. A function the DLL lacks is NULL. */
typedef struct _MPRAPI_ADMIN_DLL_CALLBACKS {
    UCHAR revision;
    PMPRADMINGETIPADDRESSFORUSER lpfnMprAdminGetIpAddressForUser;
    PMPRADMINRELEASEIPADRESS lpfnMprAdminReleaseIpAddress;
    PMPRADMINGETIPV6ADDRESSFORUSER lpfnMprAdminGetIpv6AddressForUser;
    PMPRADMINRELEASEIPV6ADDRESSFORUSER lpfnMprAdminReleaseIpV6AddressForUser;
    PMPRADMINACCEPTNEWLINK lpfnRasAdminAcceptNewLink;
    PMPRADMINLINKHANGUPNOTIFICATION lpfnRasAdminLinkHangupNotification;
    PMPRADMINTERMINATEDLL lpfnRasAdminTerminateDll;
    PMPRADMINACCEPTNEWCONNECTIONEX lpfnRasAdminAcceptNewConnectionEx;
    PMPRADMINACCEPTTUNNELENDPOINTCHANGEEX lpfnRasAdminAcceptEndpointChangeEx;
    PMPRADMINACCEPTREAUTHENTICATIONEX lpfnRasAdminAcceptReauthenticationEx;
    PMPRADMINCONNECTIONHANGUPNOTIFICATIONEX lpfnRasAdminConnectionHangupNotificationEx;
    PMPRADMINRASVALIDATEPREAUTHENTICATEDCONNECTIONEX lpfnRASValidatePreAuthenticatedConnectionEx;
} MPRAPI_ADMIN_DLL_CALLBACKS, *PMPRAPI_ADMIN_DLL_CALLBACKS;

/*
 * The functions that a DLL exports. It has some of them only; which, the documentation says for each version of
 * Windows, and mockras judges. Arguments belong to the service: they are read, not written (but for the address and
 * bNotifyRelease of the two Get functions, and the table), and are gone when the function returns.
 */
DWORD APIENTRY MprAdminInitializeDll(VOID);
DWORD APIENTRY MprAdminInitializeDllEx(PMPRAPI_ADMIN_DLL_CALLBACKS pAdminCallbacks);
DWORD APIENTRY MprAdminTerminateDll(VOID);
BOOL APIENTRY MprAdminAcceptNewConnection(RAS_CONNECTION_0 *pRasConnection0, RAS_CONNECTION_1 *pRasConnection1);
BOOL APIENTRY MprAdminAcceptNewConnection2(RAS_CONNECTION_0 *pRasConnection0, RAS_CONNECTION_1 *pRasConnection1,
    RAS_CONNECTION_2 *pRasConnection2);
BOOL APIENTRY MprAdminAcceptNewConnection3(RAS_CONNECTION_0 *pRasConnection0, RAS_CONNECTION_1 *pRasConnection1,
    RAS_CONNECTION_2 *pRasConnection2, RAS_CONNECTION_3 *pRasConnection3);
BOOL APIENTRY MprAdminAcceptNewConnectionEx(RAS_CONNECTION_EX *pRasConnection);
VOID APIENTRY MprAdminConnectionHangupNotification(RAS_CONNECTION_0 *pRasConnection0,
    RAS_CONNECTION_1 *pRasConnection1);
VOID APIENTRY MprAdminConnectionHangupNotification2(RAS_CONNECTION_0 *pRasConnection0,
    RAS_CONNECTION_1 *pRasConnection1, RAS_CONNECTION_2 *pRasConnection2);
VOID APIENTRY MprAdminConnectionHangupNotification3(RAS_CONNECTION_0 *pRasConnection0,
    RAS_CONNECTION_1 *pRasConnection1, RAS_CONNECTION_2 *pRasConnection2, RAS_CONNECTION_3 *pRasConnection3);
VOID APIENTRY MprAdminConnectionHangupNotificationEx(RAS_CONNECTION_EX *pRasConnection);
BOOL APIENTRY MprAdminAcceptReauthentication(RAS_CONNECTION_0 *pRasConnection0, RAS_CONNECTION_1 *pRasConnection1,
    RAS_CONNECTION_2 *pRasConnection2, RAS_CONNECTION_3 *pRasConnection3);
BOOL APIENTRY MprAdminAcceptReauthenticationEx(RAS_CONNECTION_EX *pRasConnection);
BOOL APIENTRY MprAdminAcceptNewLink(RAS_PORT_0 *pRasPort0, RAS_PORT_1 *pRasPort1);
VOID APIENTRY MprAdminLinkHangupNotification(RAS_PORT_0 *pRasPort0, RAS_PORT_1 *pRasPort1);
DWORD APIENTRY MprAdminGetIpAddressForUser(WCHAR *lpwszUserName, WCHAR *lpwszPortName, DWORD *lpdwIpAddress,
    BOOL *bNotifyRelease);
VOID APIENTRY MprAdminReleaseIpAddress(WCHAR *lpwszUserName, WCHAR *lpwszPortName, DWORD *lpdwIpAddress);
DWORD APIENTRY MprAdminGetIpv6AddressForUser(WCHAR *lpwszUserName, WCHAR *lpwszPortName, IN6_ADDR *lpIPv6Address,
    BOOL *bNotifyRelease);
VOID APIENTRY MprAdminReleaseIpv6AddressForUser(WCHAR *lpwszUserName, WCHAR *lpwszPortName,
    IN6_ADDR *lpIPv6Address);

/* No page describes these two: their names are taken from their typedefs, so prefer the slots of the table. */
BOOL APIENTRY MprAdminAcceptTunnelEndpointChangeEx(RAS_CONNECTION_EX *pRasConnection);
DWORD APIENTRY RasValidatePreAuthenticatedConnectionEx(AUTH_VALIDATION_EX *pAuthValidation);

typedef HANDLE MPR_SERVER_HANDLE;
typedef HANDLE RAS_SERVER_HANDLE;

/* What MprAdminUserGetInfo tells at level 0, and the bits of bfPrivilege. */
typedef struct _RAS_USER_0 {
    BYTE bfPrivilege;
    WCHAR wszPhoneNumber[MAX_PHONE_NUMBER_LEN + 1];
} RAS_USER_0, *PRAS_USER_0;
#define RASPRIV_NoCallback 0x1
#define RASPRIV_AdminSetCallback 0x2
#define RASPRIV_CallerSetCallback 0x4
#define RASPRIV_DialinPrivilege 0x8

/*
 * Functions of the service that a DLL must not call while one of its own functions runs: the service waits for that
 * one, and they may wait for the service.
 */
DWORD APIENTRY MprAdminConnectionClearStats(RAS_SERVER_HANDLE hRasServer, HANDLE hRasConnection);
DWORD APIENTRY MprAdminConnectionEnum(RAS_SERVER_HANDLE hRasServer, DWORD dwLevel, LPBYTE *lplpbBuffer,
    DWORD dwPrefMaxLen, LPDWORD lpdwEntriesRead, LPDWORD lpdwTotalEntries, LPDWORD lpdwResumeHandle);
DWORD APIENTRY MprAdminConnectionEnumEx(RAS_SERVER_HANDLE hRasServer, PMPRAPI_OBJECT_HEADER pObjectHeader,
    DWORD dwPreferedMaxLen, LPDWORD lpdwEntriesRead, LPDWORD lpdwTotalEntries, PRAS_CONNECTION_EX *ppRasConn,
    LPDWORD lpdwResumeHandle);
DWORD APIENTRY MprAdminConnectionGetInfo(RAS_SERVER_HANDLE hRasServer, DWORD dwLevel, HANDLE hRasConnection,
    LPBYTE *lplpbBuffer);
DWORD APIENTRY MprAdminConnectionGetInfoEx(RAS_SERVER_HANDLE hRasServer, HANDLE hRasConnection,
    PRAS_CONNECTION_EX pRasConnection);
DWORD APIENTRY MprAdminConnectionRemoveQuarantine(HANDLE hRasServer, HANDLE hRasConnection, BOOL fIsIpAddress);
DWORD APIENTRY MprAdminPortClearStats(RAS_SERVER_HANDLE hRasServer, HANDLE hPort);
DWORD APIENTRY MprAdminPortDisconnect(RAS_SERVER_HANDLE hRasServer, HANDLE hPort);
DWORD APIENTRY MprAdminPortEnum(RAS_SERVER_HANDLE hRasServer, DWORD dwLevel, HANDLE hRasConnection,
    LPBYTE *lplpbBuffer, DWORD dwPrefMaxLen, LPDWORD lpdwEntriesRead, LPDWORD lpdwTotalEntries,
    LPDWORD lpdwResumeHandle);
DWORD APIENTRY MprAdminPortGetInfo(RAS_SERVER_HANDLE hRasServer, DWORD dwLevel, HANDLE hPort, LPBYTE *lplpbBuffer);
DWORD APIENTRY MprAdminPortReset(RAS_SERVER_HANDLE hRasServer, HANDLE hPort);
DWORD APIENTRY MprAdminBufferFree(LPVOID pBuffer);
DWORD APIENTRY MprAdminGetErrorString(DWORD dwError, LPWSTR *lplpwsErrorString);
BOOL APIENTRY MprAdminIsServiceRunning(LPWSTR lpwsServerName);
DWORD APIENTRY MprAdminServerConnect(LPWSTR lpwsServerName, MPR_SERVER_HANDLE *phMprServer);
VOID APIENTRY MprAdminServerDisconnect(MPR_SERVER_HANDLE hMprServer);
DWORD APIENTRY MprAdminGetPDCServer(const WCHAR *lpszDomain, const WCHAR *lpszServer, LPWSTR lpszPDCServer);
DWORD APIENTRY MprAdminSendUserMessage(MPR_SERVER_HANDLE hMprServer, HANDLE hConnection, LPWSTR lpwszMessage);
DWORD APIENTRY MprAdminUserGetInfo(const WCHAR *lpszServer, const WCHAR *lpszUser, DWORD dwLevel, LPBYTE lpbBuffer);
DWORD APIENTRY MprAdminUserSetInfo(const WCHAR *lpszServer, const WCHAR *lpszUser, DWORD dwLevel,
    const LPBYTE lpbBuffer);

#ifdef __cplusplus
}
#endif

#endif
