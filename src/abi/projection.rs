//! What PPP or IKEv2 negotiated, as `RAS_CONNECTION_EX` tells it, and in a newer form `RAS_CONNECTION_4`.

use super::constant::{IPADDRESSLEN, MPRAPI_IKEV2_PROJECTION_INFO_TYPE, MPRAPI_PPP_PROJECTION_INFO_TYPE};
use super::image::{CType, Plain};
use super::layout::{FieldKind, SizeAndAlign, structure};
use super::scalar::{BYTE, DWORD, UCHAR, ULONG64, WCHAR};
use super::storage::projection_storage;

/// Declares what PPP negotiated: the members that both forms have alike, and those that follow.
macro_rules! ppp_projection {
    ({ $($head:tt)+ } $($rest:tt)+) => {
        structure! {
            $($head)+
            /// 0, or the reason why IPv4 was not negotiated; then the two addresses are not valid.
            dwIPv4NegotiationError: DWORD | 0 | 0,
            /// The page calls it the local client's address, the opposite of `PPP_IPCP_INFO`. It is only valid
            /// without an error.
            wszAddress: [WCHAR; IPADDRESSLEN + 1] | 4 | 4,
            /// The page calls it the remote server's address. It is only valid without an error, and may be empty.
            wszRemoteAddress: [WCHAR; IPADDRESSLEN + 1] | 36 | 36,
            /// The flags that the server requested: `PPP_IPCP_VJ`, or none.
            dwIPv4Options: DWORD | 68 | 68,
            /// The flags that the client requested: `PPP_IPCP_VJ`, or none.
            dwIPv4RemoteOptions: DWORD | 72 | 72,
            /// The index of the subinterface that carries IPv4.
            IPv4SubInterfaceIndex: ULONG64 | 80 | 80,
            /// 0, or the reason why IPv6 was not negotiated; then the identifiers are not valid.
            dwIPv6NegotiationError: DWORD | 88 | 88,
            /// The local half of the IPv6 address in network order. It is only valid without an error, and then not
            /// zero.
            bInterfaceIdentifier: [BYTE; 8] | 92 | 92,
            /// The remote half of the IPv6 address in network order. It is only valid without an error, and then not
            /// zero.
            bRemoteInterfaceIdentifier: [BYTE; 8] | 100 | 100,
            /// The network half of the IPv6 address, in network order.
            bPrefix: [BYTE; 8] | 108 | 108,
            /// How many bits of the prefix count.
            dwPrefixLength: DWORD | 116 | 116,
            /// The index of the subinterface that carries IPv6.
            IPv6SubInterfaceIndex: ULONG64 | 120 | 120,
            /// 0, or the error with which LCP failed.
            dwLcpError: DWORD | 128 | 128,
            /// How the client proved its identity, by one of the four protocols `PPP_LCP_PAP` to `PPP_LCP_EAP`.
            dwAuthenticationProtocol: DWORD | 132 | 132,
            /// With CHAP, which kind of it: one of the `PPP_LCP_CHAP_*` values.
            dwAuthenticationData: DWORD | 136 | 136,
            /// How the server proved its identity, by one of the same protocols.
            dwRemoteAuthenticationProtocol: DWORD | 140 | 140,
            /// If the server used CHAP, which kind of it: one of the `PPP_LCP_CHAP_*` values.
            dwRemoteAuthenticationData: DWORD | 144 | 144,
            /// It is reserved and always 0.
            dwLcpTerminateReason: DWORD | 148 | 148,
            /// It is reserved and always 0.
            dwLcpRemoteTerminateReason: DWORD | 152 | 152,
            /// The LCP options of the server. Pages name them by both families, `PPP_LCP_*` and `RASLCPO_*`.
            dwLcpOptions: DWORD | 156 | 156,
            /// The LCP options of the client, named in the same two ways.
            dwLcpRemoteOptions: DWORD | 160 | 160,
            /// The EAP type of the client. It only means something if its protocol is EAP.
            dwEapTypeId: DWORD | 164 | 164,
            $($rest)+
        }
    };
}

/// Declares what IKEv2 negotiated: the members that both forms have alike, and those that follow.
macro_rules! ikev2_projection {
    ({ $($head:tt)+ } $($rest:tt)+) => {
        structure! {
            $($head)+
            /// 0, or the reason why IPv4 was not negotiated; then the two addresses are not valid.
            dwIPv4NegotiationError: DWORD | 0 | 0,
            /// The page calls it the local client's address, the opposite of `PPP_IPCP_INFO`. It is only valid
            /// without an error.
            wszAddress: [WCHAR; IPADDRESSLEN + 1] | 4 | 4,
            /// The page calls it the remote server's address. It is only valid without an error, and may be empty.
            wszRemoteAddress: [WCHAR; IPADDRESSLEN + 1] | 36 | 36,
            /// The index of the subinterface that carries IPv4.
            IPv4SubInterfaceIndex: ULONG64 | 72 | 72,
            /// 0, or the reason why IPv6 was not negotiated; then the identifiers are not valid.
            dwIPv6NegotiationError: DWORD | 80 | 80,
            /// The local half of the IPv6 address in network order. It is only valid without an error, and then not
            /// zero.
            bInterfaceIdentifier: [BYTE; 8] | 84 | 84,
            /// The remote half of the IPv6 address in network order. It is only valid without an error, and then not
            /// zero.
            bRemoteInterfaceIdentifier: [BYTE; 8] | 92 | 92,
            /// The network half of the IPv6 address, in network order.
            bPrefix: [BYTE; 8] | 100 | 100,
            /// How many bits of the prefix count.
            dwPrefixLength: DWORD | 108 | 108,
            /// The index of the subinterface that carries IPv6.
            IPv6SubInterfaceIndex: ULONG64 | 112 | 112,
            /// It is not used, and may hold anything.
            dwOptions: DWORD | 120 | 120,
            /// One of the `MPRAPI_IKEV2_AUTH_USING_*` values.
            dwAuthenticationProtocol: DWORD | 124 | 124,
            /// The EAP type. It only means something if authentication is by EAP.
            dwEapTypeId: DWORD | 128 | 128,
            $($rest)+
        }
    };
}

ppp_projection! {
    {
        /// What PPP negotiated, as a member of [`PROJECTION_INFO`].
        PPP_PROJECTION_INFO: x64 192 / 8, x86 192 / 8;
    }
    /// The EAP type of the server. It only means something if its protocol is EAP.
    dwRemoteEapTypeId: DWORD | 168 | 168,
    /// 0, or the error with which CCP failed.
    dwCcpError: DWORD | 172 | 172,
    /// The compression algorithm of the server, one of the `RASCCPCA_*` values.
    dwCompressionAlgorithm: DWORD | 176 | 176,
    /// The compression flags of the server, bits `PPP_CCP_*`.
    dwCcpOptions: DWORD | 180 | 180,
    /// The compression algorithm of the client, one of the `RASCCPCA_*` values.
    dwRemoteCompressionAlgorithm: DWORD | 184 | 184,
    /// The compression flags of the client, bits `PPP_CCP_*`.
    dwCcpRemoteOptions: DWORD | 188 | 188,
}

ikev2_projection! {
    {
        /// What IKEv2 negotiated, as a member of [`PROJECTION_INFO`].
        IKEV2_PROJECTION_INFO: x64 144 / 8, x86 144 / 8;
    }
    /// It is not used, and may hold anything.
    dwCompressionAlgorithm: DWORD | 132 | 132,
    /// One of the `IPSEC_CIPHER_TYPE_*` values.
    dwEncryptionMethod: DWORD | 136 | 136,
}

structure! {
    /// What PPP or IKEv2 negotiated, in `RAS_CONNECTION_EX`.
    ///
    /// The header has an anonymous union of `PppProjectionInfo` and `Ikev2ProjectionInfo`; here it is
    /// storage, read by [`ppp`](Self::ppp) and [`ikev2`](Self::ikev2). What lies behind the member in use
    /// means nothing.
    PROJECTION_INFO: x64 200 / 8, x86 200 / 8;
    /// Which member the storage holds: 1 stands for PPP, 2 for IKEv2.
    projectionInfoType: UCHAR | 0 | 0,
    /// The member in use, and nothing meaningful behind it.
    Anonymous: PROJECTION_INFO_0 | 8 | 8,
}

projection_storage! {
    PROJECTION_INFO holds PROJECTION_INFO_0[24]: PPP_PROJECTION_INFO or IKEV2_PROJECTION_INFO
}

ppp_projection! {
    {
        /// What PPP negotiated, as a member of [`PROJECTION_INFO2`]. Mingw-w64 has no such structure.
        PPP_PROJECTION_INFO2: x64 200 / 8, x86 200 / 8;
    }
    /// The EAP type inside the outer one. It only means something if the protocol is EAP.
    dwEmbeddedEAPTypeId: DWORD | 168 | 168,
    /// The EAP type of the server. It only means something if its protocol is EAP.
    dwRemoteEapTypeId: DWORD | 172 | 172,
    /// 0, or the error with which CCP failed.
    dwCcpError: DWORD | 176 | 176,
    /// The compression algorithm of the server, one of the `RASCCPCA_*` values.
    dwCompressionAlgorithm: DWORD | 180 | 180,
    /// The compression flags of the server, bits `PPP_CCP_*`.
    dwCcpOptions: DWORD | 184 | 184,
    /// The compression algorithm of the client, one of the `RASCCPCA_*` values.
    dwRemoteCompressionAlgorithm: DWORD | 188 | 188,
    /// The compression flags of the client, bits `PPP_CCP_*`.
    dwCcpRemoteOptions: DWORD | 192 | 192,
}

ikev2_projection! {
    {
        /// What IKEv2 negotiated, as a member of [`PROJECTION_INFO2`]. Mingw-w64 has no such structure.
        ///
        /// As large as [`IKEV2_PROJECTION_INFO`], because the additional member uses its padding; still the two differ
        /// from `dwEmbeddedEAPTypeId` on.
        IKEV2_PROJECTION_INFO2: x64 144 / 8, x86 144 / 8;
    }
    /// The EAP type inside the outer one. It only means something if authentication is by EAP.
    dwEmbeddedEAPTypeId: DWORD | 132 | 132,
    /// It is not used, and may hold anything.
    dwCompressionAlgorithm: DWORD | 136 | 136,
    /// One of the `IPSEC_CIPHER_TYPE_*` values.
    dwEncryptionMethod: DWORD | 140 | 140,
}

structure! {
    /// What PPP or IKEv2 negotiated, in `RAS_CONNECTION_4`; read like [its older
    /// form](PROJECTION_INFO).
    PROJECTION_INFO2: x64 208 / 8, x86 208 / 8;
    /// Which member the storage holds: 1 stands for PPP, 2 for IKEv2.
    projectionInfoType: UCHAR | 0 | 0,
    /// The member in use, and nothing meaningful behind it.
    Anonymous: PROJECTION_INFO2_0 | 8 | 8,
}

projection_storage! {
    PROJECTION_INFO2 holds PROJECTION_INFO2_0[25]: PPP_PROJECTION_INFO2 or IKEV2_PROJECTION_INFO2
}
