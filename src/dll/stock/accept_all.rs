//! `accept-all`: exports everything and accepts everything.

use crate::dll::{AdminDll, Exports};

/// Exports everything and accepts everything: what a service without rules of its own does.
///
/// It keeps every address that it is offered and asks for no notice. Where none is offered it has none: such
/// a user cannot connect, as the error says (IP4-04, IP6-03).
///
/// Do not copy it for production: it answers for two functions that no page describes, one of which lets
/// clients skip authentication (PREAUTH-06). [`Exports::documented`] leaves them out.
#[derive(Debug, Clone, Copy, Default)]
pub struct AcceptAll;

impl AdminDll for AcceptAll {
    fn exports(&self) -> Exports<Self> {
        Exports::all_accepted()
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use crate::abi::{FALSE, IN6_ADDR};
    use crate::dll::stock::trial::{Facts, Trial};
    use crate::ras::{Callout, Code, Series};

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
}
