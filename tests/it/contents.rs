//! What structures hold follows the life of the connection, and all of them say the same.

use mockras::abi::*;
use mockras::check::Look;
use mockras::prelude::*;
use mockras::ras::{
    Code, Connection, ConnectionFlags, NotNegotiated, Offer, Policy, Profile, ProjectionView, Tunnel,
};
use mockras::scenario::Dial;

use crate::corpus::corpus;

/// The structures of one connection at one moment.
struct Views {
    c0: RAS_CONNECTION_0,
    c1: RAS_CONNECTION_1,
    c2: RAS_CONNECTION_2,
    c3: RAS_CONNECTION_3,
    ex: RAS_CONNECTION_EX,
}

fn views(facts: &Connection, view: &View) -> Views {
    let mut views = Views {
        c0: RAS_CONNECTION_0::ZERO,
        c1: RAS_CONNECTION_1::ZERO,
        c2: RAS_CONNECTION_2::ZERO,
        c3: RAS_CONNECTION_3::ZERO,
        ex: RAS_CONNECTION_EX::ZERO,
    };
    views.c0.fill(facts, view);
    views.c1.fill(facts, view);
    views.c2.fill(facts, view);
    views.c3.fill(facts, view);
    views.ex.fill(facts, view);
    views
}

/// What the structures say of IPv4: the error, the server's address, the client's.
fn ipv4(views: &Views) -> Vec<(u32, Name, Name)> {
    let (ip, ip2, ip3) = (&views.c1.PppInfo.ip, &views.c2.PppInfo2.ip, &views.c3.PppInfo3.ip);
    let text = |array: &[WCHAR]| Name::from_array(array);
    let mut said = vec![(ip.dwError, text(&ip.wszAddress), text(&ip.wszRemoteAddress))];
    said.extend([ip2, ip3].map(|ip| (ip.dwError, text(&ip.wszAddress), text(&ip.wszRemoteAddress))));
    let projection = &views.ex.ProjectionInfo;
    said.extend(
        projection
            .ppp()
            .map(|ppp| (ppp.dwIPv4NegotiationError, text(&ppp.wszAddress), text(&ppp.wszRemoteAddress))),
    );
    said.extend(
        projection.ikev2().map(|ikev2| {
            (ikev2.dwIPv4NegotiationError, text(&ikev2.wszAddress), text(&ikev2.wszRemoteAddress))
        }),
    );
    said
}

/// Compares what several structures tell of the same connection, and returns the errors of what was not negotiated.
fn compare(facts: &Connection, view: &View, case: &str) {
    let all = views(facts, view);
    let Views { c0, c1, c2, c3, ex } = &all;
    assert_eq!(
        [c0.hConnection, c1.hConnection, c2.hConnection, c3.hConnection],
        [ex.hConnection; 4],
        "{case}"
    );
    assert_eq!(c0.dwConnectionFlags, ex.dwConnectionFlags, "{case}");
    assert_eq!(c0.dwConnectDuration, ex.dwConnectDuration, "{case}");
    assert_eq!((c3.rasQuarState, c3.timer), (ex.rasQuarState, ex.probationTime), "{case}");
    assert_eq!((c2.guid, c3.guid), (ex.guid, ex.guid), "{case}");
    assert_eq!((c1.dwBytesRcved, c1.dwFramesRcved), (ex.dwBytesRcved, ex.dwFramesRcved), "{case}");
    let said = ipv4(&all);
    assert_eq!(said.len(), 4, "{case}");
    // Beside an error the addresses of a projection are poison (DATA-16), and those of IPCP empty.
    let known = if facts.ipv4_error == Code::NO_ERROR { 4 } else { 3 };
    assert!(said[1..known].iter().all(|other| *other == said[0]), "{case}: {said:?}");
    assert!(said.iter().all(|other| other.0 == said[0].0), "{case}: {said:?}");
    assert!(
        !said[..known].iter().any(|(_, own, remote)| *own == "0.0.0.0" || *remote == "0.0.0.0"),
        "{case}"
    );
    let nbf = [c1.PppInfo.nbf, c2.PppInfo2.nbf, c3.PppInfo3.nbf];
    assert_eq!(nbf, [nbf[0]; 3], "{case}");
    assert_eq!((c1.PppInfo.ipx, c1.PppInfo.at), (c2.PppInfo2.ipx, c2.PppInfo2.at), "{case}");
    assert_eq!((c2.PppInfo2.lcp, c2.PppInfo2.ccp), (c3.PppInfo3.lcp, c3.PppInfo3.ccp), "{case}");
    if let Some(ppp) = ex.ProjectionInfo.ppp() {
        let (lcp, ccp) = (&c3.PppInfo3.lcp, &c3.PppInfo3.ccp);
        assert_eq!(
            (ppp.dwLcpOptions, ppp.dwAuthenticationData),
            (lcp.dwOptions, lcp.dwAuthenticationData),
            "{case}"
        );
        assert_eq!((ppp.dwCcpError, ppp.dwCcpOptions), (ccp.dwError, ccp.dwOptions), "{case}");
        assert_eq!(ppp.dwIPv6NegotiationError, c3.PppInfo3.ipv6.dwError, "{case}");
    }
}

#[test]
fn all_views_agree_at_every_call_of_the_corpus() {
    let mut calls = 0;
    for (name, scenario) in corpus() {
        let mut scenario = scenario.clone();
        for not_negotiated in [NotNegotiated::Zero, NotNegotiated::Rejected] {
            scenario.policy.not_negotiated = not_negotiated;
            let transcript = mockras::run(&scenario, &[]);
            let look = Look::new(&transcript);
            // One end is the own one in all of them only by this reading (AMB-43).
            let policy = Policy { projection_view: ProjectionView::Server, ..look.policy };
            let view = View { profile: look.profile(), policy };
            for facts in look.calls().iter().filter_map(|call| call.facts()) {
                compare(facts, &view, name);
                calls += 1;
            }
        }
    }
    assert!(calls > 300, "{calls}");
}

/// The facts with which the first connection of this dial is shown.
fn dialled(dial: Dial, profile: Profile, policy: Policy) -> (Connection, View) {
    let mut scenario = Scenario::of([Step::Dial(dial)]);
    (scenario.profile, scenario.policy) = (profile, policy);
    let transcript = mockras::run(&scenario, &[]);
    let look = Look::new(&transcript);
    let facts = look.calls().iter().find_map(|call| call.facts()).expect("a call about the connection");
    (facts.clone(), View { profile, policy })
}

fn dial() -> Dial {
    Dial { port: "VPN2-0".into(), user: "alice".into(), ipv4: Offer::None, ..Dial::default() }
}

#[test]
fn what_was_not_negotiated_has_one_error_in_every_structure() {
    for (not_negotiated, expected) in [(NotNegotiated::Zero, 0), (NotNegotiated::Rejected, 733)] {
        let policy = Policy { not_negotiated, ..Policy::default() };
        for profile in Profile::ALL {
            let (facts, view) = dialled(dial(), profile, policy);
            let Views { c1, c2, c3, ex, .. } = views(&facts, &view);
            let ppp = ex.ProjectionInfo.ppp().expect("PPP");
            let errors = [
                c1.PppInfo.nbf.dwError,
                c1.PppInfo.ip.dwError,
                c1.PppInfo.ipx.dwError,
                c1.PppInfo.at.dwError,
                c2.PppInfo2.nbf.dwError,
                c3.PppInfo3.nbf.dwError,
                c3.PppInfo3.ipv6.dwError,
                ppp.dwIPv4NegotiationError,
                ppp.dwIPv6NegotiationError,
            ];
            assert_eq!(errors, [expected; 9], "{profile}");
            assert_eq!(Name::from_array(&c1.PppInfo.ip.wszRemoteAddress), "", "{profile}");
            assert_eq!((ppp.IPv4SubInterfaceIndex, ppp.IPv6SubInterfaceIndex), (0, 0), "{profile}");
        }
        let ikev2 = Dial { tunnel: Tunnel::Ikev2, ..dial() };
        let (facts, view) = dialled(ikev2, Profile::default(), policy);
        let lcp = views(&facts, &view).c3.PppInfo3;
        assert_eq!((lcp.lcp.dwError, lcp.ccp.dwError), (expected, expected));
    }
}

#[test]
fn sub_interface_is_named_where_the_protocol_is_up() {
    let up = Dial { ipv6: Offer::Pool, ..dial() };
    let (facts, view) = dialled(up, Profile::default(), Policy::default());
    let ppp = views(&facts, &view).ex.ProjectionInfo.ppp().expect("PPP");
    assert_eq!((ppp.IPv4SubInterfaceIndex, ppp.IPv6SubInterfaceIndex), (0, u64::from(facts.interface)));
}

#[test]
fn messenger_is_there_if_the_dial_says_so() {
    for (flags, expected) in [(ConnectionFlags(0), 1), (ConnectionFlags::MESSENGER, 3)] {
        let (facts, view) = dialled(Dial { flags, ..dial() }, Profile::default(), Policy::default());
        assert_eq!(views(&facts, &view).ex.dwConnectionFlags, expected);
    }
}

/// MS-RRASM 2.2.1.1.16: the values lie beside the class of tunnels.
#[test]
fn device_types_are_those_that_are_published() {
    let types = [RDT_Tunnel_Pptp, RDT_Tunnel_L2tp, RDT_Tunnel_Sstp, RDT_Tunnel_Ikev2];
    assert_eq!(types, [0x1_0008, 0x1_0009, 0x1_000e, 0x1_000f]);
}
