//! `accept-all` and `silent`.

use std::net::Ipv4Addr;

use mockras::abi::{FALSE, IN6_ADDR};
use mockras::ras::{Callout, CalloutSet, Code, Series};

use super::trial::{Facts, Trial};

#[test]
fn everything_asked_is_accepted_by_both_ways() {
    for spec in ["stock:accept-all", "stock:accept-all,table=true"] {
        let mut dll = Trial::of(spec);
        if dll.exports().contains(Callout::InitializeDllEx) {
            dll.initialize_ex();
        } else {
            assert_eq!(dll.plain(Callout::InitializeDll), 0);
        }
        for &series in Series::ALL {
            assert_eq!(dll.accept(series, 1, "alice"), 1, "{spec} {series}");
            dll.hang_up(series, 1, "alice", 0);
        }
        assert_eq!([dll.link(1, 0), dll.link(1, 1)], [1, 1]);
        for callout in [
            Callout::AcceptReauthentication,
            Callout::AcceptReauthenticationEx,
            Callout::AcceptTunnelEndpointChangeEx,
        ] {
            assert_eq!(dll.connection(callout, Facts { state: 1, ..Facts::default() }), 1, "{callout}");
        }
        assert_eq!(dll.plain(Callout::TerminateDll), 0);
    }
}

#[test]
fn address_offered_is_kept_and_none_is_an_error() {
    let mut dll = Trial::of("stock:accept-all");
    let (offered, no_address) = (Ipv4Addr::new(10, 0, 0, 7), Code::PPP_NO_ADDRESS_ASSIGNED.0);
    assert_eq!(dll.get4("alice", offered), (0, offered, FALSE));
    assert_eq!(dll.get4("alice", Ipv4Addr::UNSPECIFIED), (no_address, Ipv4Addr::UNSPECIFIED, FALSE));
    assert_eq!(dll.get6([7; 16]), (0, [7; 16], FALSE));
    assert_eq!(dll.get6(IN6_ADDR::ZERO.octets()), (no_address, [0; 16], FALSE));
    assert_eq!(dll.release6([7; 16]), 0);
}

#[test]
fn silent_unless_told_otherwise_exports_what_is_mandatory() {
    let mandatory: CalloutSet =
        "InitializeDll TerminateDll AcceptNewConnection2 AcceptNewLink AcceptReauthentication \
                                 ConnectionHangupNotification2 LinkHangupNotification"
            .parse()
            .expect("callouts");
    assert_eq!(Trial::of("stock:silent").exports(), mandatory);
}

#[test]
fn silent_asked_accepts() {
    let mut dll = Trial::of("stock:silent,addresses=true");
    assert_eq!([Callout::InitializeDll, Callout::TerminateDll].map(|callout| dll.plain(callout)), [0, 0]);
    assert_eq!((dll.accept(Series::Two, 1, "alice"), dll.link(1, 0)), (1, 1));
    let offered = Ipv4Addr::new(10, 0, 0, 7);
    assert_eq!(dll.get4("alice", offered), (0, offered, 0));
}
