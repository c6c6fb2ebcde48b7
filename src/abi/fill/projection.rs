//! The projection: what PPP or IKEv2 negotiated, as RAS_CONNECTION_EX tells it.

use super::ppp::{lcp_options, proof};
use super::value::{DottedText, POISON_DOTTED, dotted, sub_interface};
use super::{POISON, POISON_DWORD, View};
use crate::abi::constant::{MPRAPI_IKEV2_AUTH_USING_CERT, MPRAPI_IKEV2_AUTH_USING_EAP};
use crate::abi::projection::{IKEV2_PROJECTION_INFO, PPP_PROJECTION_INFO, PROJECTION_INFO};
use crate::abi::scalar::{BYTE, DWORD};
use crate::ras::{Authentication, Code, Connection, ProjectionView, Tunnel};

/// The addresses of both ends, poison beside an error (DATA-16, DATA-17).
struct EndAddresses {
    address: DottedText,
    remote_address: DottedText,
    identifier: [BYTE; 8],
    remote_identifier: [BYTE; 8],
}

/// Whose address is the own one is open (AMB-43): the server's, as in PPP_IPCP_INFO, or the client's, as the pages
/// of the projections word it (DATA-22).
fn ends(facts: &Connection, view: &View) -> EndAddresses {
    let mut ends = EndAddresses {
        address: POISON_DOTTED,
        remote_address: POISON_DOTTED,
        identifier: [POISON; 8],
        remote_identifier: [POISON; 8],
    };
    if facts.ipv4_error == Code::NO_ERROR {
        ends.address = dotted(facts.server_ipv4);
        ends.remote_address = dotted(facts.client_ipv4);
    }
    if facts.ipv6_error == Code::NO_ERROR {
        ends.identifier = facts.server_ipv6_id.0;
        ends.remote_identifier = facts.client_ipv6_id.0;
    }
    match view.policy.projection_view {
        ProjectionView::Server => {}
        ProjectionView::Client => {
            std::mem::swap(&mut ends.address, &mut ends.remote_address);
            std::mem::swap(&mut ends.identifier, &mut ends.remote_identifier);
        }
    }
    ends
}

/// Tells what PPP has negotiated.
fn ppp(facts: &Connection, view: &View) -> PPP_PROJECTION_INFO {
    let ends = ends(facts, view);
    let proof = proof(facts);
    let options = lcp_options(facts, view);
    PPP_PROJECTION_INFO {
        dwIPv4NegotiationError: facts.ipv4_error.0,
        wszAddress: ends.address,
        wszRemoteAddress: ends.remote_address,
        dwIPv4Options: facts.ipcp_options,
        dwIPv4RemoteOptions: facts.ipcp_options,
        IPv4SubInterfaceIndex: sub_interface(facts, facts.has_ipv4()),
        dwIPv6NegotiationError: facts.ipv6_error.0,
        bInterfaceIdentifier: ends.identifier,
        bRemoteInterfaceIdentifier: ends.remote_identifier,
        bPrefix: facts.ipv6_prefix.0,
        dwPrefixLength: facts.ipv6_prefix_length,
        IPv6SubInterfaceIndex: sub_interface(facts, facts.has_ipv6()),
        dwLcpError: 0,
        dwAuthenticationProtocol: proof.protocol,
        dwAuthenticationData: proof.data,
        // No fact says that the server proved its identity, so its EAP type is never valid (DATA-19).
        dwRemoteAuthenticationProtocol: 0,
        dwRemoteAuthenticationData: 0,
        // Reserved (DATA-18).
        dwLcpTerminateReason: 0,
        dwLcpRemoteTerminateReason: 0,
        dwLcpOptions: options,
        dwLcpRemoteOptions: options,
        dwEapTypeId: proof.eap_type,
        dwRemoteEapTypeId: POISON_DWORD,
        dwCcpError: facts.ccp_error.0,
        dwCompressionAlgorithm: facts.ccp_algorithm,
        dwCcpOptions: facts.ccp_options,
        dwRemoteCompressionAlgorithm: facts.ccp_algorithm,
        dwCcpRemoteOptions: facts.ccp_options,
    }
}

/// IKEv2 authentication is by certificate or by EAP: a user's password goes through EAP, too.
fn ikev2_proof(facts: &Connection) -> (DWORD, DWORD) {
    match facts.authentication {
        Authentication::Certificate => (MPRAPI_IKEV2_AUTH_USING_CERT, POISON_DWORD),
        _ => (MPRAPI_IKEV2_AUTH_USING_EAP, facts.eap_type),
    }
}

/// Tells what IKEv2 has negotiated.
fn ikev2(facts: &Connection, view: &View) -> IKEV2_PROJECTION_INFO {
    let ends = ends(facts, view);
    let (protocol, eap_type) = ikev2_proof(facts);
    IKEV2_PROJECTION_INFO {
        dwIPv4NegotiationError: facts.ipv4_error.0,
        wszAddress: ends.address,
        wszRemoteAddress: ends.remote_address,
        IPv4SubInterfaceIndex: sub_interface(facts, facts.has_ipv4()),
        dwIPv6NegotiationError: facts.ipv6_error.0,
        bInterfaceIdentifier: ends.identifier,
        bRemoteInterfaceIdentifier: ends.remote_identifier,
        bPrefix: facts.ipv6_prefix.0,
        dwPrefixLength: facts.ipv6_prefix_length,
        IPv6SubInterfaceIndex: sub_interface(facts, facts.has_ipv6()),
        // Not used (DATA-30), and so is the compression algorithm.
        dwOptions: POISON_DWORD,
        dwAuthenticationProtocol: protocol,
        dwEapTypeId: eap_type,
        dwCompressionAlgorithm: POISON_DWORD,
        dwEncryptionMethod: facts.encryption,
    }
}

/// What RAS_CONNECTION_EX tells: the tunnel selects the member, the storage behind it is poison (DATA-15).
pub(super) fn projection(facts: &Connection, view: &View) -> PROJECTION_INFO {
    let mut filled = PROJECTION_INFO::ZERO;
    if facts.tunnel == Tunnel::Ikev2 {
        filled.set_ikev2(&ikev2(facts, view), POISON);
    } else {
        filled.set_ppp(&ppp(facts, view), POISON);
    }
    filled
}
