//! The structures that describe a connection as a whole.

use super::constant::{
    DNLEN, MAX_INTERFACE_NAME_LEN, MAXIPADRESSLEN, NETBIOS_NAME_LEN, RAS_FLAGS, RAS_QUARANTINE_STATE,
    ROUTER_INTERFACE_TYPE, UNLEN,
};
use super::header::MPRAPI_OBJECT_HEADER;
use super::layout::structure;
use super::projection::{PROJECTION_INFO, PROJECTION_INFO2};
use super::scalar::{DWORD, FILETIME, GUID, HANDLE, ULONG64, WCHAR};

structure! {
    /// A connection and its tunnel in one structure. It is the argument of the Ex callouts.
    RAS_CONNECTION_EX: x64 1672 / 8, x86 1664 / 8;
    /// The header says type 1, revision 1, and the size of this structure.
    Header: MPRAPI_OBJECT_HEADER | 0 | 0,
    /// The seconds since the connection was made.
    dwConnectDuration: DWORD | 4 | 4,
    /// One of the `ROUTER_IF_TYPE_*` values.
    dwInterfaceType: ROUTER_INTERFACE_TYPE | 8 | 8,
    /// At least one of the `RAS_FLAGS_*` bits.
    dwConnectionFlags: RAS_FLAGS | 12 | 12,
    /// The name of the interface, which ends with NUL.
    wszInterfaceName: [WCHAR; MAX_INTERFACE_NAME_LEN + 1] | 16 | 16,
    /// The name of the user without the domain, which ends with NUL.
    wszUserName: [WCHAR; UNLEN + 1] | 530 | 530,
    /// The domain that authenticated the user, which ends with NUL.
    wszLogonDomain: [WCHAR; DNLEN + 1] | 1044 | 1044,
    /// The name of the user's computer, which ends with NUL.
    wszRemoteComputer: [WCHAR; NETBIOS_NAME_LEN + 1] | 1076 | 1076,
    /// Identifies the connection while it is active. It is no key for the user.
    guid: GUID | 1112 | 1112,
    /// One of the `RAS_QUAR_STATE_*` values.
    rasQuarState: RAS_QUARANTINE_STATE | 1128 | 1128,
    /// When the connection is dropped, or how long until then. It only means something under probation.
    probationTime: FILETIME | 1132 | 1132,
    /// The number of bytes sent.
    dwBytesXmited: DWORD | 1140 | 1140,
    /// The number of bytes received.
    dwBytesRcved: DWORD | 1144 | 1144,
    /// The number of frames sent.
    dwFramesXmited: DWORD | 1148 | 1148,
    /// The number of frames received.
    dwFramesRcved: DWORD | 1152 | 1152,
    /// The number of frames received with a wrong checksum.
    dwCrcErr: DWORD | 1156 | 1156,
    /// The number of timeouts.
    dwTimeoutErr: DWORD | 1160 | 1160,
    /// The number of frames received that were misaligned.
    dwAlignmentErr: DWORD | 1164 | 1164,
    /// The number of overruns in the hardware.
    dwHardwareOverrunErr: DWORD | 1168 | 1168,
    /// The number of framing errors.
    dwFramingErr: DWORD | 1172 | 1172,
    /// The number of overruns of the buffer.
    dwBufferOverrunErr: DWORD | 1176 | 1176,
    /// The compressed size of the data received, in percent of its uncompressed size.
    dwCompressionRatioIn: DWORD | 1180 | 1180,
    /// The compressed size of the data sent, in percent of its uncompressed size.
    dwCompressionRatioOut: DWORD | 1184 | 1184,
    /// How often the tunnel changed its endpoints. It is only valid for IKEv2.
    dwNumSwitchOvers: DWORD | 1188 | 1188,
    /// The client's end of the tunnel as text, which ends with NUL.
    wszRemoteEndpointAddress: [WCHAR; MAXIPADRESSLEN + 1] | 1192 | 1192,
    /// The server's end of the tunnel as text, which ends with NUL.
    wszLocalEndpointAddress: [WCHAR; MAXIPADRESSLEN + 1] | 1322 | 1322,
    /// What PPP or IKEv2 negotiated.
    ProjectionInfo: PROJECTION_INFO | 1456 | 1456,
    /// The handle of the connection, which is the same in every structure about it.
    hConnection: HANDLE | 1656 | 1656,
    /// The handle of the connection's interface.
    hInterface: HANDLE | 1664 | 1660,
}

structure! {
    /// A connection in one structure, without a header. No callout receives it, and mingw-w64 has no such structure.
    RAS_CONNECTION_4: x64 1696 / 8, x86 1688 / 8;
    /// The seconds since the connection was made.
    dwConnectDuration: DWORD | 0 | 0,
    /// One of the `ROUTER_IF_TYPE_*` values.
    dwInterfaceType: ROUTER_INTERFACE_TYPE | 4 | 4,
    /// At least one of the `RAS_FLAGS_*` bits.
    dwConnectionFlags: RAS_FLAGS | 8 | 8,
    /// The name of the interface, which ends with NUL.
    wszInterfaceName: [WCHAR; MAX_INTERFACE_NAME_LEN + 1] | 12 | 12,
    /// The name of the user without the domain, which ends with NUL.
    wszUserName: [WCHAR; UNLEN + 1] | 526 | 526,
    /// The domain that authenticated the user, which ends with NUL.
    wszLogonDomain: [WCHAR; DNLEN + 1] | 1040 | 1040,
    /// The name of the user's computer, which ends with NUL.
    wszRemoteComputer: [WCHAR; NETBIOS_NAME_LEN + 1] | 1072 | 1072,
    /// Identifies the connection while it is active. It is no key for the user.
    guid: GUID | 1108 | 1108,
    /// One of the `RAS_QUAR_STATE_*` values.
    rasQuarState: RAS_QUARANTINE_STATE | 1124 | 1124,
    /// When the connection is dropped, or how long until then. It only means something under probation.
    probationTime: FILETIME | 1128 | 1128,
    /// When the connection was made.
    connectionStartTime: FILETIME | 1136 | 1136,
    /// The number of bytes sent.
    ullBytesXmited: ULONG64 | 1144 | 1144,
    /// The number of bytes received.
    ullBytesRcved: ULONG64 | 1152 | 1152,
    /// The number of frames sent.
    dwFramesXmited: DWORD | 1160 | 1160,
    /// The number of frames received.
    dwFramesRcved: DWORD | 1164 | 1164,
    /// The number of frames received with a wrong checksum.
    dwCrcErr: DWORD | 1168 | 1168,
    /// The number of timeouts.
    dwTimeoutErr: DWORD | 1172 | 1172,
    /// The number of frames received that were misaligned.
    dwAlignmentErr: DWORD | 1176 | 1176,
    /// The number of overruns in the hardware.
    dwHardwareOverrunErr: DWORD | 1180 | 1180,
    /// The number of framing errors.
    dwFramingErr: DWORD | 1184 | 1184,
    /// The number of overruns of the buffer.
    dwBufferOverrunErr: DWORD | 1188 | 1188,
    /// The compressed size of the data received, in percent of its uncompressed size.
    dwCompressionRatioIn: DWORD | 1192 | 1192,
    /// The compressed size of the data sent, in percent of its uncompressed size.
    dwCompressionRatioOut: DWORD | 1196 | 1196,
    /// How often the tunnel changed its endpoints. It is only valid for IKEv2.
    dwNumSwitchOvers: DWORD | 1200 | 1200,
    /// The client's end of the tunnel as text, which ends with NUL.
    wszRemoteEndpointAddress: [WCHAR; MAXIPADRESSLEN + 1] | 1204 | 1204,
    /// The server's end of the tunnel as text, which ends with NUL.
    wszLocalEndpointAddress: [WCHAR; MAXIPADRESSLEN + 1] | 1334 | 1334,
    /// What PPP or IKEv2 negotiated.
    ProjectionInfo: PROJECTION_INFO2 | 1464 | 1464,
    /// The handle of the connection, which is the same in every structure about it.
    hConnection: HANDLE | 1672 | 1672,
    /// The handle of the connection's interface.
    hInterface: HANDLE | 1680 | 1676,
    /// The type of tunnel; the values are in no public header.
    dwDeviceType: DWORD | 1688 | 1680,
}
