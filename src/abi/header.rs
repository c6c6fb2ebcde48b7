//! The object header, and the two structures that begin with it and are no connection.

use super::constant::{DNLEN, MAXIPADRESSLEN, UNLEN};
use super::layout::structure;
use super::scalar::{BYTE, DWORD, HANDLE, UCHAR, USHORT, WCHAR};

structure! {
    /// Says what structure follows and which revision of it.
    MPRAPI_OBJECT_HEADER: x64 4 / 2, x86 4 / 2;
    /// The revision of what the header introduces.
    revision: UCHAR | 0 | 0,
    /// One of the `MPRAPI_OBJECT_TYPE_*` values.
    r#type: UCHAR | 1 | 1,
    /// The size in bytes of what it introduces, with the header.
    size: USHORT | 2 | 2,
}

structure! {
    /// The new endpoints of a tunnel. No callout receives it.
    RAS_UPDATE_CONNECTION: x64 268 / 4, x86 268 / 4;
    /// The header says type 5, revision 1, and the size of this structure.
    Header: MPRAPI_OBJECT_HEADER | 0 | 0,
    /// The index of the interface.
    dwIfIndex: DWORD | 4 | 4,
    /// The server's end of the tunnel as text, which ends with NUL.
    wszLocalEndpointAddress: [WCHAR; MAXIPADRESSLEN + 1] | 8 | 8,
    /// The client's end of the tunnel as text, which ends with NUL.
    wszRemoteEndpointAddress: [WCHAR; MAXIPADRESSLEN + 1] | 138 | 138,
}

structure! {
    /// A connection that authenticated itself elsewhere and asks to be let in.
    ///
    /// `AuthInfo` is the start of a tail: an instance ends [`AUTH_INFO_OFFSET`](Self::AUTH_INFO_OFFSET) +
    /// `AuthInfoSize` bytes from its start, which may lie before or behind the end of this structure.
    AUTH_VALIDATION_EX: x64 576 / 8, x86 564 / 4;
    /// The header says type 4 and revision 1. Whether its size counts the tail is an open question.
    Header: MPRAPI_OBJECT_HEADER | 0 | 0,
    /// The connection that is being made.
    hRasConnection: HANDLE | 8 | 4,
    /// The name of the user without the domain, which ends with NUL.
    wszUserName: [WCHAR; UNLEN + 1] | 16 | 8,
    /// The domain that authenticated the user, which ends with NUL.
    wszLogonDomain: [WCHAR; DNLEN + 1] | 530 | 522,
    /// The number of bytes from `AuthInfo` on.
    AuthInfoSize: DWORD | 564 | 556,
    /// The first of `AuthInfoSize` bytes, which may reach past the structure or end inside its padding.
    AuthInfo: [BYTE; 1] | 568 | 560,
}

impl AUTH_VALIDATION_EX {
    /// Where the tail begins: an instance is `AUTH_INFO_OFFSET + AuthInfoSize` bytes long.
    pub const AUTH_INFO_OFFSET: usize = std::mem::offset_of!(AUTH_VALIDATION_EX, AuthInfo);
}
