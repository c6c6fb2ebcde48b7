//! The results of the PPP control protocols, as series 0, 2 and 3 tell them.
//!
//! Options of both ends are those of the record, which does not tell the ends apart.

use super::value::{EMPTY_DOTTED, dotted, structure_version, text};
use super::{POISON, POISON_DWORD, View};
use crate::abi::constant::{
    PPP_LCP_CHAP, PPP_LCP_CHAP_MD5, PPP_LCP_CHAP_MS, PPP_LCP_CHAP_MSV2, PPP_LCP_EAP, PPP_LCP_PAP,
    PPP_LCP_SPAP,
};
use crate::abi::ppp::{
    PPP_ATCP_INFO, PPP_CCP_INFO, PPP_INFO, PPP_INFO_2, PPP_INFO_3, PPP_IPCP_INFO, PPP_IPCP_INFO2,
    PPP_IPV6_CP_INFO, PPP_IPXCP_INFO, PPP_LCP_INFO, PPP_NBFCP_INFO,
};
use crate::abi::scalar::DWORD;
use crate::ras::{Authentication, Code, Connection, LcpFlagFamily, Profile, Tunnel};

/// How the client proved its identity, in the terms of LCP.
pub(super) struct AuthenticationProof {
    /// A `PPP_LCP_*` protocol, or 0 if none of them was used.
    pub(super) protocol: DWORD,
    /// With CHAP, which kind of it.
    pub(super) data: DWORD,
    /// The EAP type; poison unless the protocol is EAP (DATA-19).
    pub(super) eap_type: DWORD,
}

pub(super) fn proof(facts: &Connection) -> AuthenticationProof {
    let (protocol, data) = match facts.authentication {
        Authentication::Pap => (PPP_LCP_PAP, 0),
        Authentication::Spap => (PPP_LCP_SPAP, 0),
        Authentication::Chap => (PPP_LCP_CHAP, PPP_LCP_CHAP_MD5),
        Authentication::MsChap => (PPP_LCP_CHAP, PPP_LCP_CHAP_MS),
        Authentication::MsChapV2 => (PPP_LCP_CHAP, PPP_LCP_CHAP_MSV2),
        Authentication::Eap => (PPP_LCP_EAP, 0),
        // A machine certificate is no proof that PPP knows.
        Authentication::Certificate => (0, 0),
    };
    let eap_type = if protocol == PPP_LCP_EAP { facts.eap_type } else { POISON_DWORD };
    AuthenticationProof { protocol, data, eap_type }
}

/// The LCP options in the family of flags that the policy names (AMB-44).
///
/// RASLCPO_* are PPP_LCP_* one bit lower; multilink, the lowest, has no counterpart and drops out.
pub(super) fn lcp_options(facts: &Connection, view: &View) -> DWORD {
    match view.policy.lcp_flag_family {
        LcpFlagFamily::PppLcp => facts.lcp_options,
        LcpFlagFamily::Raslcpo => facts.lcp_options >> 1,
    }
}

/// What RAS_CONNECTION_1 tells of PPP.
pub(super) fn info(facts: &Connection, view: &View) -> PPP_INFO {
    PPP_INFO { nbf: nbf(facts, view), ip: ip(facts), ipx: ipx(facts, view), at: at(facts, view) }
}

/// What RAS_CONNECTION_2 tells of PPP.
pub(super) fn info_2(facts: &Connection, view: &View) -> PPP_INFO_2 {
    PPP_INFO_2 {
        nbf: nbf(facts, view),
        ip: ip_2(facts),
        ipx: ipx(facts, view),
        at: at(facts, view),
        ccp: ccp(facts, view),
        lcp: lcp(facts, view),
    }
}

/// What RAS_CONNECTION_3 tells of PPP.
pub(super) fn info_3(facts: &Connection, view: &View) -> PPP_INFO_3 {
    PPP_INFO_3 {
        nbf: nbf(facts, view),
        ip: ip_2(facts),
        ipv6: ipv6(facts, view),
        ccp: ccp(facts, view),
        lcp: lcp(facts, view),
    }
}

/// The error of a protocol that was not negotiated, one for all of them (DATA-45, AMB-59). The facts say it of those that
/// the Windows version has.
fn not_negotiated(view: &View) -> DWORD {
    view.policy.not_negotiated.error().0
}

/// NetBEUI framing is told before Server 2003, and was not negotiated later (DATA-23).
fn nbf(facts: &Connection, view: &View) -> PPP_NBFCP_INFO {
    if view.profile >= Profile::Server2003 {
        return PPP_NBFCP_INFO { dwError: not_negotiated(view), ..PPP_NBFCP_INFO::ZERO };
    }
    PPP_NBFCP_INFO { dwError: facts.nbf_error.0, wszWksta: text(&facts.nbf_workstation) }
}

/// The server's address is the own one, the client's the remote one (DATA-21). One that is not available is empty text
/// (DATA-40).
fn ip(facts: &Connection) -> PPP_IPCP_INFO {
    let text = |address| if facts.ipv4_error == Code::NO_ERROR { dotted(address) } else { EMPTY_DOTTED };
    PPP_IPCP_INFO {
        dwError: facts.ipv4_error.0,
        wszAddress: text(facts.server_ipv4),
        wszRemoteAddress: text(facts.client_ipv4),
    }
}

/// The same as [`ip`], with options.
fn ip_2(facts: &Connection) -> PPP_IPCP_INFO2 {
    let PPP_IPCP_INFO { dwError, wszAddress, wszRemoteAddress } = ip(facts);
    PPP_IPCP_INFO2 {
        dwError,
        wszAddress,
        wszRemoteAddress,
        dwOptions: facts.ipcp_options,
        dwRemoteOptions: facts.ipcp_options,
    }
}

/// IPX is told up to the 32-bit Server 2003, and was not negotiated later (DATA-24).
///
/// Only the version decides: a transcript must not depend on the width of the machine that wrote it.
fn ipx(facts: &Connection, view: &View) -> PPP_IPXCP_INFO {
    if view.profile > Profile::Server2003 {
        return PPP_IPXCP_INFO { dwError: not_negotiated(view), ..PPP_IPXCP_INFO::ZERO };
    }
    PPP_IPXCP_INFO { dwError: facts.ipx_error.0, wszAddress: text(&facts.ipx_address) }
}

/// AppleTalk is told up to Server 2003 like IPX, and was not negotiated later.
fn at(facts: &Connection, view: &View) -> PPP_ATCP_INFO {
    if view.profile > Profile::Server2003 {
        return PPP_ATCP_INFO { dwError: not_negotiated(view), ..PPP_ATCP_INFO::ZERO };
    }
    PPP_ATCP_INFO { dwError: facts.at_error.0, wszAddress: text(&facts.at_address) }
}

/// Identifiers are poison with an error (DATA-17); own is the server's, remote the client's, as in [`ip`].
fn ipv6(facts: &Connection, view: &View) -> PPP_IPV6_CP_INFO {
    let is_valid = facts.ipv6_error == Code::NO_ERROR;
    PPP_IPV6_CP_INFO {
        dwVersion: structure_version(view),
        dwSize: size_of::<PPP_IPV6_CP_INFO>() as DWORD,
        dwError: facts.ipv6_error.0,
        bInterfaceIdentifier: if is_valid { facts.server_ipv6_id.0 } else { [POISON; 8] },
        bRemoteInterfaceIdentifier: if is_valid { facts.client_ipv6_id.0 } else { [POISON; 8] },
        dwOptions: 0,
        dwRemoteOptions: 0,
        bPrefix: facts.ipv6_prefix.0,
        dwPrefixLength: facts.ipv6_prefix_length,
    }
}

/// IKEv2 has no PPP, and has not negotiated it.
fn ccp(facts: &Connection, view: &View) -> PPP_CCP_INFO {
    if facts.tunnel == Tunnel::Ikev2 {
        return PPP_CCP_INFO { dwError: not_negotiated(view), ..PPP_CCP_INFO::ZERO };
    }
    PPP_CCP_INFO {
        dwError: facts.ccp_error.0,
        dwCompressionAlgorithm: facts.ccp_algorithm,
        dwOptions: facts.ccp_options,
        dwRemoteCompressionAlgorithm: facts.ccp_algorithm,
        dwRemoteOptions: facts.ccp_options,
    }
}

/// It is zero for IKEv2, which has no PPP.
fn lcp(facts: &Connection, view: &View) -> PPP_LCP_INFO {
    if facts.tunnel == Tunnel::Ikev2 {
        return PPP_LCP_INFO { dwError: not_negotiated(view), ..PPP_LCP_INFO::ZERO };
    }
    let proof = proof(facts);
    let options = lcp_options(facts, view);
    PPP_LCP_INFO {
        dwError: 0,
        dwAuthenticationProtocol: proof.protocol,
        dwAuthenticationData: proof.data,
        // No fact says that the server proved its identity, so its EAP type is never valid (DATA-19).
        dwRemoteAuthenticationProtocol: 0,
        dwRemoteAuthenticationData: 0,
        // Reserved (DATA-18).
        dwTerminateReason: 0,
        dwRemoteTerminateReason: 0,
        dwOptions: options,
        dwRemoteOptions: options,
        dwEapTypeId: proof.eap_type,
        dwRemoteEapTypeId: POISON_DWORD,
    }
}
