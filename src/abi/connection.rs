//! The structures that describe a connection.

use super::constant::{
    DNLEN, MAX_INTERFACE_NAME_LEN, NETBIOS_NAME_LEN, RAS_FLAGS, RAS_QUARANTINE_STATE, ROUTER_INTERFACE_TYPE,
    UNLEN,
};
use super::layout::structure;
use super::ppp::{PPP_INFO, PPP_INFO_2, PPP_INFO_3};
use super::scalar::{DWORD, FILETIME, GUID, HANDLE, WCHAR};

structure! {
    /// Who is connected, and for how long. It is the first argument of the callouts of the series plain, 2 and 3.
    RAS_CONNECTION_0: x64 1128 / 8, x86 1116 / 4;
    /// The handle of the connection, which is the same in every structure about it.
    hConnection: HANDLE | 0 | 0,
    /// The handle of the connection's interface.
    hInterface: HANDLE | 8 | 4,
    /// The seconds since the connection was made.
    dwConnectDuration: DWORD | 16 | 8,
    /// One of the `ROUTER_IF_TYPE_*` values.
    dwInterfaceType: ROUTER_INTERFACE_TYPE | 20 | 12,
    /// At least one of the `RAS_FLAGS_*` bits.
    dwConnectionFlags: RAS_FLAGS | 24 | 16,
    /// The name of the interface, which ends with NUL.
    wszInterfaceName: [WCHAR; MAX_INTERFACE_NAME_LEN + 1] | 28 | 20,
    /// The name of the user without the domain, which ends with NUL.
    wszUserName: [WCHAR; UNLEN + 1] | 542 | 534,
    /// The domain that authenticated the user, which ends with NUL.
    wszLogonDomain: [WCHAR; DNLEN + 1] | 1056 | 1048,
    /// The name of the user's computer, which ends with NUL.
    wszRemoteComputer: [WCHAR; NETBIOS_NAME_LEN + 1] | 1088 | 1080,
}

structure! {
    /// The addresses and counters of a connection. It is the second argument of the callouts of the series plain, 2
    /// and 3.
    RAS_CONNECTION_1: x64 296 / 8, x86 288 / 4;
    /// The handle of the connection, which is the same in every structure about it.
    hConnection: HANDLE | 0 | 0,
    /// The handle of the connection's interface.
    hInterface: HANDLE | 8 | 4,
    /// What the PPP control protocols negotiated.
    PppInfo: PPP_INFO | 16 | 8,
    /// The number of bytes sent.
    dwBytesXmited: DWORD | 248 | 240,
    /// The number of bytes received.
    dwBytesRcved: DWORD | 252 | 244,
    /// The number of frames sent.
    dwFramesXmited: DWORD | 256 | 248,
    /// The number of frames received.
    dwFramesRcved: DWORD | 260 | 252,
    /// The number of frames received with a wrong checksum.
    dwCrcErr: DWORD | 264 | 256,
    /// The number of timeouts.
    dwTimeoutErr: DWORD | 268 | 260,
    /// The number of frames received that were misaligned.
    dwAlignmentErr: DWORD | 272 | 264,
    /// The number of overruns in the hardware.
    dwHardwareOverrunErr: DWORD | 276 | 268,
    /// The number of framing errors.
    dwFramingErr: DWORD | 280 | 272,
    /// The number of overruns of the buffer.
    dwBufferOverrunErr: DWORD | 284 | 276,
    /// The compressed size of the data received, in percent of its uncompressed size.
    dwCompressionRatioIn: DWORD | 288 | 280,
    /// The compressed size of the data sent, in percent of its uncompressed size.
    dwCompressionRatioOut: DWORD | 292 | 284,
}

structure! {
    /// The GUID, compression and authentication of a connection. It is the third argument in the series 2 and 3.
    RAS_CONNECTION_2: x64 848 / 8, x86 844 / 4;
    /// The handle of the connection, which is the same in every structure about it.
    hConnection: HANDLE | 0 | 0,
    /// The name of the user without the domain, which ends with NUL.
    wszUserName: [WCHAR; UNLEN + 1] | 8 | 4,
    /// One of the `ROUTER_IF_TYPE_*` values.
    dwInterfaceType: ROUTER_INTERFACE_TYPE | 524 | 520,
    /// Identifies the connection while it is active. It is no key for the user.
    guid: GUID | 528 | 524,
    /// What the PPP control protocols negotiated.
    PppInfo2: PPP_INFO_2 | 544 | 540,
}

structure! {
    /// The IPv6 address and quarantine state of a connection. It is the fourth argument in the series 3.
    RAS_CONNECTION_3: x64 792 / 8, x86 788 / 4;
    /// The version of the structure; no page gives a value.
    dwVersion: DWORD | 0 | 0,
    /// The size of the structure in bytes: 792, or 788 on 32-bit Windows.
    dwSize: DWORD | 4 | 4,
    /// The handle of the connection, which is the same in every structure about it.
    hConnection: HANDLE | 8 | 8,
    /// The name of the user without the domain, which ends with NUL.
    wszUserName: [WCHAR; UNLEN + 1] | 16 | 12,
    /// One of the `ROUTER_IF_TYPE_*` values.
    dwInterfaceType: ROUTER_INTERFACE_TYPE | 532 | 528,
    /// Identifies the connection while it is active. It is no key for the user.
    guid: GUID | 536 | 532,
    /// What the PPP control protocols negotiated.
    PppInfo3: PPP_INFO_3 | 552 | 548,
    /// One of the `RAS_QUAR_STATE_*` values.
    rasQuarState: RAS_QUARANTINE_STATE | 780 | 776,
    /// When the connection is dropped, or how long until then. It only means something under probation.
    timer: FILETIME | 784 | 780,
}
