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
    /// A connection in one structure, with its tunnel. Argument of the Ex callouts.
    RAS_CONNECTION_EX: x64 1672 / 8, x86 1664 / 8;
    /// Type 1, revision 1, and the size of this structure.
    Header: MPRAPI_OBJECT_HEADER | 0 | 0,
    /// Seconds since the connection was made.
    dwConnectDuration: DWORD | 4 | 4,
    /// One of the `ROUTER_IF_TYPE_*` values.
    dwInterfaceType: ROUTER_INTERFACE_TYPE | 8 | 8,
    /// At least one of the `RAS_FLAGS_*` bits.
    dwConnectionFlags: RAS_FLAGS | 12 | 12,
    /// The interface by name; ends with NUL.
    wszInterfaceName: [WCHAR; MAX_INTERFACE_NAME_LEN + 1] | 16 | 16,
    /// The user without domain; ends with NUL.
    wszUserName: [WCHAR; UNLEN + 1] | 530 | 530,
    /// The domain that authenticated the user; ends with NUL.
    wszLogonDomain: [WCHAR; DNLEN + 1] | 1044 | 1044,
    /// The computer of the user; ends with NUL.
    wszRemoteComputer: [WCHAR; NETBIOS_NAME_LEN + 1] | 1076 | 1076,
    /// Identifies the connection while it is active; not a key for the user.
    guid: GUID | 1112 | 1112,
    /// One of the `RAS_QUAR_STATE_*` values.
    rasQuarState: RAS_QUARANTINE_STATE | 1128 | 1128,
    /// When or how long until the connection is dropped; only meaningful in probation.
    probationTime: FILETIME | 1132 | 1132,
    /// Bytes sent.
    dwBytesXmited: DWORD | 1140 | 1140,
    /// Bytes received.
    dwBytesRcved: DWORD | 1144 | 1144,
    /// Frames sent.
    dwFramesXmited: DWORD | 1148 | 1148,
    /// Frames received.
    dwFramesRcved: DWORD | 1152 | 1152,
    /// Frames received with a wrong checksum.
    dwCrcErr: DWORD | 1156 | 1156,
    /// Timeouts.
    dwTimeoutErr: DWORD | 1160 | 1160,
    /// Frames received that were misaligned.
    dwAlignmentErr: DWORD | 1164 | 1164,
    /// Overruns in the hardware.
    dwHardwareOverrunErr: DWORD | 1168 | 1168,
    /// Framing errors.
    dwFramingErr: DWORD | 1172 | 1172,
    /// Overruns of the buffer.
    dwBufferOverrunErr: DWORD | 1176 | 1176,
    /// Of the data received: compressed size in percent of the uncompressed size.
    dwCompressionRatioIn: DWORD | 1180 | 1180,
    /// Of the data sent: compressed size in percent of the uncompressed size.
    dwCompressionRatioOut: DWORD | 1184 | 1184,
    /// How often the tunnel changed its endpoints; only valid for IKEv2.
    dwNumSwitchOvers: DWORD | 1188 | 1188,
    /// The client's end of the tunnel as text; ends with NUL.
    wszRemoteEndpointAddress: [WCHAR; MAXIPADRESSLEN + 1] | 1192 | 1192,
    /// The server's end of the tunnel as text; ends with NUL.
    wszLocalEndpointAddress: [WCHAR; MAXIPADRESSLEN + 1] | 1322 | 1322,
    /// What PPP or IKEv2 negotiated.
    ProjectionInfo: PROJECTION_INFO | 1456 | 1456,
    /// The connection; the same value in every structure about it.
    hConnection: HANDLE | 1656 | 1656,
    /// The interface of the connection.
    hInterface: HANDLE | 1664 | 1660,
}

structure! {
    /// A connection in one structure, without a header. No callout receives it; absent from mingw-w64.
    RAS_CONNECTION_4: x64 1696 / 8, x86 1688 / 8;
    /// Seconds since the connection was made.
    dwConnectDuration: DWORD | 0 | 0,
    /// One of the `ROUTER_IF_TYPE_*` values.
    dwInterfaceType: ROUTER_INTERFACE_TYPE | 4 | 4,
    /// At least one of the `RAS_FLAGS_*` bits.
    dwConnectionFlags: RAS_FLAGS | 8 | 8,
    /// The interface by name; ends with NUL.
    wszInterfaceName: [WCHAR; MAX_INTERFACE_NAME_LEN + 1] | 12 | 12,
    /// The user without domain; ends with NUL.
    wszUserName: [WCHAR; UNLEN + 1] | 526 | 526,
    /// The domain that authenticated the user; ends with NUL.
    wszLogonDomain: [WCHAR; DNLEN + 1] | 1040 | 1040,
    /// The computer of the user; ends with NUL.
    wszRemoteComputer: [WCHAR; NETBIOS_NAME_LEN + 1] | 1072 | 1072,
    /// Identifies the connection while it is active; not a key for the user.
    guid: GUID | 1108 | 1108,
    /// One of the `RAS_QUAR_STATE_*` values.
    rasQuarState: RAS_QUARANTINE_STATE | 1124 | 1124,
    /// When or how long until the connection is dropped; only meaningful in probation.
    probationTime: FILETIME | 1128 | 1128,
    /// When the connection was made.
    connectionStartTime: FILETIME | 1136 | 1136,
    /// Bytes sent.
    ullBytesXmited: ULONG64 | 1144 | 1144,
    /// Bytes received.
    ullBytesRcved: ULONG64 | 1152 | 1152,
    /// Frames sent.
    dwFramesXmited: DWORD | 1160 | 1160,
    /// Frames received.
    dwFramesRcved: DWORD | 1164 | 1164,
    /// Frames received with a wrong checksum.
    dwCrcErr: DWORD | 1168 | 1168,
    /// Timeouts.
    dwTimeoutErr: DWORD | 1172 | 1172,
    /// Frames received that were misaligned.
    dwAlignmentErr: DWORD | 1176 | 1176,
    /// Overruns in the hardware.
    dwHardwareOverrunErr: DWORD | 1180 | 1180,
    /// Framing errors.
    dwFramingErr: DWORD | 1184 | 1184,
    /// Overruns of the buffer.
    dwBufferOverrunErr: DWORD | 1188 | 1188,
    /// Of the data received: compressed size in percent of the uncompressed size.
    dwCompressionRatioIn: DWORD | 1192 | 1192,
    /// Of the data sent: compressed size in percent of the uncompressed size.
    dwCompressionRatioOut: DWORD | 1196 | 1196,
    /// How often the tunnel changed its endpoints; only valid for IKEv2.
    dwNumSwitchOvers: DWORD | 1200 | 1200,
    /// The client's end of the tunnel as text; ends with NUL.
    wszRemoteEndpointAddress: [WCHAR; MAXIPADRESSLEN + 1] | 1204 | 1204,
    /// The server's end of the tunnel as text; ends with NUL.
    wszLocalEndpointAddress: [WCHAR; MAXIPADRESSLEN + 1] | 1334 | 1334,
    /// What PPP or IKEv2 negotiated.
    ProjectionInfo: PROJECTION_INFO2 | 1464 | 1464,
    /// The connection; the same value in every structure about it.
    hConnection: HANDLE | 1672 | 1672,
    /// The interface of the connection.
    hInterface: HANDLE | 1680 | 1676,
    /// The type of tunnel; the values are in no public header.
    dwDeviceType: DWORD | 1688 | 1680,
}
