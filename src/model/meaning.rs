//! What the answer of a DLL means, under the readings in force.

use std::net::Ipv6Addr;

use crate::ras::{
    AcceptExReturn, BoolTruth, Callout, Code, Identifier, Ipv6IdentifierHalf, NotifyEntry, NotifyOnError,
    NotifyTruth, Policy, Prefix, Release6Return, ResultKind,
};

/// What bNotifyRelease holds on entry under `notify_entry=poison`, so that a DLL that does not write it is noticed.
pub const UNWRITTEN: u32 = 0xcccc_cccc;

/// Whether the return register of this function means anything: ReleaseIpv6AddressForUser may return a code (AMB-26).
pub fn has_result(callout: Callout, policy: &Policy) -> bool {
    match callout.result() {
        ResultKind::Code | ResultKind::Verdict => true,
        ResultKind::Nothing => {
            callout == Callout::ReleaseIpv6AddressForUser && policy.release6_return == Release6Return::Dword
        }
    }
}

/// Whether this function decides by what it returns: AcceptNewConnectionEx may be `VOID` (AMB-01).
pub fn has_verdict(callout: Callout, policy: &Policy) -> bool {
    let is_ignored =
        callout == Callout::AcceptNewConnectionEx && policy.accept_ex_return == AcceptExReturn::Ignored;
    callout.result() == ResultKind::Verdict && !is_ignored
}

/// Whether a function that was asked for its consent gives it with this value (AMB-01, AMB-29, AMB-41).
///
/// ```
/// use mockras::model::means_yes;
/// use mockras::ras::{BoolTruth, Callout, Policy};
/// let strict = Policy { bool_truth: BoolTruth::One, ..Policy::default() };
/// assert!(means_yes(Callout::AcceptNewLink, 2, &Policy::default()));
/// assert!(!means_yes(Callout::AcceptNewLink, 2, &strict));
/// assert!(means_yes(Callout::ValidatePreAuthenticatedConnectionEx, 0, &strict));
/// ```
pub fn means_yes(callout: Callout, value: u32, policy: &Policy) -> bool {
    match callout.result() {
        ResultKind::Code => Code(value) == Code::NO_ERROR,
        ResultKind::Verdict if !has_verdict(callout, policy) => true,
        ResultKind::Verdict | ResultKind::Nothing => match policy.bool_truth {
            BoolTruth::Nonzero => value != 0,
            BoolTruth::One => value == 1,
        },
    }
}

/// Whether a function left bNotifyRelease as it was on entry, and that can be seen (AMB-20).
pub fn is_unwritten(notify: u32, policy: &Policy) -> bool {
    notify == UNWRITTEN && policy.notify_entry == NotifyEntry::Poison
}

/// Whether a Get function that returned `code` and left `notify` in bNotifyRelease asked to be told of the release of
/// its address (AMB-20).
pub fn asks_for_release(code: Code, notify: u32, policy: &Policy) -> bool {
    let is_ignored = code != Code::NO_ERROR && policy.notify_on_error == NotifyOnError::Ignore;
    if is_ignored || is_unwritten(notify, policy) {
        return false;
    }
    match policy.notify_truth {
        NotifyTruth::Nonzero => notify != 0,
        NotifyTruth::EqualsTrue => notify == 1,
    }
}

/// The two halves of an IPv6 address, as AMB-24 reads them.
pub fn ipv6_halves(address: Ipv6Addr, policy: &Policy) -> (Prefix, Identifier) {
    let bits = address.to_bits();
    let (high, low) = (((bits >> 64) as u64).to_be_bytes(), (bits as u64).to_be_bytes());
    match policy.ipv6_identifier_half {
        Ipv6IdentifierHalf::Low => (Prefix(high), Identifier(low)),
        Ipv6IdentifierHalf::High => (Prefix(low), Identifier(high)),
    }
}

/// The IPv6 address of these halves.
pub(super) fn ipv6_address(prefix: Prefix, identifier: Identifier, policy: &Policy) -> Ipv6Addr {
    let (high, low) = match policy.ipv6_identifier_half {
        Ipv6IdentifierHalf::Low => (prefix.0, identifier.0),
        Ipv6IdentifierHalf::High => (identifier.0, prefix.0),
    };
    Ipv6Addr::from_bits(u128::from(u64::from_be_bytes(high)) << 64 | u128::from(u64::from_be_bytes(low)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ipv6_halves_join_again() {
        let address: Ipv6Addr = "2001:db8::1:2:3:4".parse().expect("an address");
        for ipv6_identifier_half in [Ipv6IdentifierHalf::Low, Ipv6IdentifierHalf::High] {
            let policy = Policy { ipv6_identifier_half, ..Policy::default() };
            let (prefix, identifier) = ipv6_halves(address, &policy);
            assert_eq!(ipv6_address(prefix, identifier, &policy), address);
        }
        assert_eq!(ipv6_halves(address, &Policy::default()).1, Identifier([0, 1, 0, 2, 0, 3, 0, 4]));
    }
}
