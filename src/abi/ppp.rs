//! What the control protocols of PPP negotiated, one structure a protocol, and the sets of them.
//!
//! A result counts only if its `dwError` is 0.

use super::constant::{ATADDRESSLEN, IPADDRESSLEN, IPXADDRESSLEN, NETBIOS_NAME_LEN};
use super::layout::structure;
use super::scalar::{BYTE, DWORD, WCHAR};

structure! {
    /// What the control protocol for NetBEUI framing negotiated.
    PPP_NBFCP_INFO: x64 40 / 4, x86 40 / 4;
    /// 0, or the error with which this control protocol failed.
    dwError: DWORD | 0 | 0,
    /// The NetBIOS name of the workstation, which ends with NUL.
    wszWksta: [WCHAR; NETBIOS_NAME_LEN + 1] | 4 | 4,
}

structure! {
    /// What the control protocol for IPv4 negotiated.
    PPP_IPCP_INFO: x64 68 / 4, x86 68 / 4;
    /// 0, or the error with which this control protocol failed.
    dwError: DWORD | 0 | 0,
    /// The server's address as dotted decimal text.
    wszAddress: [WCHAR; IPADDRESSLEN + 1] | 4 | 4,
    /// The client's address as dotted decimal text.
    wszRemoteAddress: [WCHAR; IPADDRESSLEN + 1] | 36 | 36,
}

structure! {
    /// What the control protocol for IPv4 negotiated, with options.
    PPP_IPCP_INFO2: x64 76 / 4, x86 76 / 4;
    /// 0, or the error with which this control protocol failed.
    dwError: DWORD | 0 | 0,
    /// The server's address as dotted decimal text.
    wszAddress: [WCHAR; IPADDRESSLEN + 1] | 4 | 4,
    /// The client's address as dotted decimal text.
    wszRemoteAddress: [WCHAR; IPADDRESSLEN + 1] | 36 | 36,
    /// The flags of the server: `PPP_IPCP_VJ`, or none.
    dwOptions: DWORD | 68 | 68,
    /// The flags of the client: `PPP_IPCP_VJ`, or none.
    dwRemoteOptions: DWORD | 72 | 72,
}

structure! {
    /// What the control protocol for IPX negotiated.
    PPP_IPXCP_INFO: x64 52 / 4, x86 52 / 4;
    /// 0, or the error with which this control protocol failed.
    dwError: DWORD | 0 | 0,
    /// The client's IPX address as text, which ends with NUL.
    wszAddress: [WCHAR; IPXADDRESSLEN + 1] | 4 | 4,
}

structure! {
    /// What the control protocol for AppleTalk negotiated.
    PPP_ATCP_INFO: x64 72 / 4, x86 72 / 4;
    /// 0, or the error with which this control protocol failed.
    dwError: DWORD | 0 | 0,
    /// The client's AppleTalk address as text, which ends with NUL.
    wszAddress: [WCHAR; ATADDRESSLEN + 1] | 4 | 4,
}

structure! {
    /// What the compression control protocol negotiated.
    PPP_CCP_INFO: x64 20 / 4, x86 20 / 4;
    /// 0, or the error with which this control protocol failed.
    dwError: DWORD | 0 | 0,
    /// The compression algorithm of the server, one of the `RASCCPCA_*` values.
    dwCompressionAlgorithm: DWORD | 4 | 4,
    /// The compression flags of the server, bits `PPP_CCP_*`.
    dwOptions: DWORD | 8 | 8,
    /// The compression algorithm of the client, one of the `RASCCPCA_*` values.
    dwRemoteCompressionAlgorithm: DWORD | 12 | 12,
    /// The compression flags of the client, bits `PPP_CCP_*`.
    dwRemoteOptions: DWORD | 16 | 16,
}

structure! {
    /// What the link control protocol negotiated.
    PPP_LCP_INFO: x64 44 / 4, x86 44 / 4;
    /// 0, or the error with which this control protocol failed.
    dwError: DWORD | 0 | 0,
    /// How the client proved its identity, by one of the four protocols `PPP_LCP_PAP` to `PPP_LCP_EAP`.
    dwAuthenticationProtocol: DWORD | 4 | 4,
    /// With CHAP, which kind of it: one of the `PPP_LCP_CHAP_*` values.
    dwAuthenticationData: DWORD | 8 | 8,
    /// How the server proved its identity, by one of the same protocols.
    dwRemoteAuthenticationProtocol: DWORD | 12 | 12,
    /// If the server used CHAP, which kind of it: one of the `PPP_LCP_CHAP_*` values.
    dwRemoteAuthenticationData: DWORD | 16 | 16,
    /// It is reserved and always 0.
    dwTerminateReason: DWORD | 20 | 20,
    /// It is reserved and always 0.
    dwRemoteTerminateReason: DWORD | 24 | 24,
    /// The LCP options of the server. Pages name them by both families, `PPP_LCP_*` and `RASLCPO_*`.
    dwOptions: DWORD | 28 | 28,
    /// The LCP options of the client, named in the same two ways.
    dwRemoteOptions: DWORD | 32 | 32,
    /// The EAP type of the client. It only means something if its protocol is EAP.
    dwEapTypeId: DWORD | 36 | 36,
    /// The EAP type of the server. It only means something if its protocol is EAP.
    dwRemoteEapTypeId: DWORD | 40 | 40,
}

structure! {
    /// What the control protocol for IPv6 negotiated.
    PPP_IPV6_CP_INFO: x64 48 / 4, x86 48 / 4;
    /// The version of the structure; no page gives a value.
    dwVersion: DWORD | 0 | 0,
    /// The size of the structure in bytes: 48.
    dwSize: DWORD | 4 | 4,
    /// 0, or the error with which this control protocol failed.
    dwError: DWORD | 8 | 8,
    /// The local half of the IPv6 address in network order. It is only valid without an error, and then not zero.
    bInterfaceIdentifier: [BYTE; 8] | 12 | 12,
    /// The remote half of the IPv6 address in network order. It is only valid without an error, and then not zero.
    bRemoteInterfaceIdentifier: [BYTE; 8] | 20 | 20,
    /// It is reserved and holds 0.
    dwOptions: DWORD | 28 | 28,
    /// It is reserved and holds 0.
    dwRemoteOptions: DWORD | 32 | 32,
    /// The network half of the IPv6 address, in network order.
    bPrefix: [BYTE; 8] | 36 | 36,
    /// How many bits of the prefix count.
    dwPrefixLength: DWORD | 44 | 44,
}

structure! {
    /// The results in `RAS_CONNECTION_1`.
    PPP_INFO: x64 232 / 4, x86 232 / 4;
    /// The result for NetBEUI framing, which only means something before Windows Server 2003.
    nbf: PPP_NBFCP_INFO | 0 | 0,
    /// The result for IPv4.
    ip: PPP_IPCP_INFO | 40 | 40,
    /// The result for IPX, which only means something up to the 32-bit Windows Server 2003.
    ipx: PPP_IPXCP_INFO | 108 | 108,
    /// The result for AppleTalk.
    at: PPP_ATCP_INFO | 160 | 160,
}

structure! {
    /// The results in `RAS_CONNECTION_2`.
    PPP_INFO_2: x64 304 / 4, x86 304 / 4;
    /// The result for NetBEUI framing, which only means something before Windows Server 2003.
    nbf: PPP_NBFCP_INFO | 0 | 0,
    /// The result for IPv4.
    ip: PPP_IPCP_INFO2 | 40 | 40,
    /// The result for IPX, which only means something up to the 32-bit Windows Server 2003.
    ipx: PPP_IPXCP_INFO | 116 | 116,
    /// The result for AppleTalk.
    at: PPP_ATCP_INFO | 168 | 168,
    /// The result for compression and encryption.
    ccp: PPP_CCP_INFO | 240 | 240,
    /// The result for the link and authentication.
    lcp: PPP_LCP_INFO | 260 | 260,
}

structure! {
    /// The results in `RAS_CONNECTION_3`, where IPv6 replaces IPX and AppleTalk.
    PPP_INFO_3: x64 228 / 4, x86 228 / 4;
    /// The result for NetBEUI framing, which only means something before Windows Server 2003.
    nbf: PPP_NBFCP_INFO | 0 | 0,
    /// The result for IPv4.
    ip: PPP_IPCP_INFO2 | 40 | 40,
    /// The result for IPv6.
    ipv6: PPP_IPV6_CP_INFO | 116 | 116,
    /// The result for compression and encryption.
    ccp: PPP_CCP_INFO | 164 | 164,
    /// The result for the link and authentication.
    lcp: PPP_LCP_INFO | 184 | 184,
}
