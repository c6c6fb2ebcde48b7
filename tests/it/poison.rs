//! Members that hold poison because their page calls them valid only under a condition that does not hold.

use std::collections::BTreeSet;

use mockras::ras::{Authentication, Code, Connection, ConnectionFlags, Quarantine, Tunnel};

use crate::filled::{EX, IKEV2_ARM, LCP, PPP_ARM, SERIES_3, ikev2, number, paths, poisoned, ppp, units};

/// A member that stays poison whatever the facts: none says that the server proved its identity.
const NEVER_VALID: [(&[&str], &[&str]); 2] =
    [(LCP, &["dwRemoteEapTypeId"]), (PPP_ARM, &["dwRemoteEapTypeId"])];

#[test]
fn poison_is_where_nothing_is_valid_and_nowhere_else() {
    let never = || paths(&NEVER_VALID);
    let switch_overs = paths(&[(EX, &["dwNumSwitchOvers"])]);
    assert_eq!(poisoned(&ppp().fill()), &never() | &switch_overs);
    let invalid = ppp().with(|facts| {
        facts.quarantine = Quarantine::NORMAL;
        facts.ipv4_error = Code::PPP_CP_REJECTED;
        facts.ipv6_error = Code::PPP_CP_REJECTED;
        facts.authentication = Authentication::MsChapV2;
    });
    let identifiers: &[&str] = &["bInterfaceIdentifier", "bRemoteInterfaceIdentifier"];
    let addresses: &[&str] = &["wszAddress", "wszRemoteAddress"];
    let dropped = paths(&[
        (SERIES_3, &["timer.dwLowDateTime", "timer.dwHighDateTime"]),
        (EX, &["probationTime.dwLowDateTime", "probationTime.dwHighDateTime", "dwNumSwitchOvers"]),
        (PPP_ARM, addresses),
        (PPP_ARM, identifiers),
        (&["RAS_CONNECTION_3.PppInfo3.ipv6"], identifiers),
        (LCP, &["dwEapTypeId"]),
        (PPP_ARM, &["dwEapTypeId"]),
    ]);
    assert_eq!(poisoned(&invalid.fill()), &never() | &dropped);

    let unused =
        paths(&[(EX, &["ProjectionInfo.behind"]), (IKEV2_ARM, &["dwOptions", "dwCompressionAlgorithm"])]);
    assert_eq!(poisoned(&ikev2().fill()), unused);
    let certificate = ikev2().with(|facts| {
        facts.authentication = Authentication::Certificate;
        facts.ipv4_error = Code::PPP_CP_REJECTED;
        facts.ipv6_error = Code::PPP_CP_REJECTED;
    });
    let ids = (&["RAS_CONNECTION_3.PppInfo3.ipv6"][..], identifiers);
    let dropped =
        paths(&[(IKEV2_ARM, addresses), (IKEV2_ARM, identifiers), (IKEV2_ARM, &["dwEapTypeId"]), ids]);
    assert_eq!(poisoned(&certificate.fill()), &unused | &dropped);
}

#[test]
fn each_condition_poisons_its_own_members() {
    type Change = fn(&mut Connection);
    let valid = ppp().fill();
    let timers = paths(&[
        (SERIES_3, &["timer.dwLowDateTime", "timer.dwHighDateTime"]),
        (EX, &["probationTime.dwLowDateTime", "probationTime.dwHighDateTime"]),
    ]);
    let ipv6: &[&str] = &["RAS_CONNECTION_3.PppInfo3.ipv6"];
    let identifiers: &[&str] = &["bInterfaceIdentifier", "bRemoteInterfaceIdentifier"];
    let cases: [(Change, BTreeSet<String>); 6] = [
        (|facts| facts.quarantine = Quarantine::QUARANTINE, timers.clone()),
        (|facts| facts.quarantine = Quarantine(7), timers),
        (|facts| facts.ipv4_error = Code(1), paths(&[(PPP_ARM, &["wszAddress", "wszRemoteAddress"])])),
        (|facts| facts.ipv6_error = Code(1), paths(&[(PPP_ARM, identifiers), (ipv6, identifiers)])),
        (
            |facts| facts.authentication = Authentication::Pap,
            paths(&[(LCP, &["dwEapTypeId"]), (PPP_ARM, &["dwEapTypeId"])]),
        ),
        (|facts| facts.tunnel = Tunnel::Sstp, BTreeSet::new()),
    ];
    for (at, (change, expected)) in cases.into_iter().enumerate() {
        let filled = ppp().with(change).fill();
        let more: BTreeSet<String> = poisoned(&filled).difference(&poisoned(&valid)).cloned().collect();
        assert_eq!(more, expected, "case {at}");
    }
    // Either sign of IKEv2 makes the counter valid.
    for told in
        [ikev2().with(|facts| facts.flags = ConnectionFlags::PPP), ppp().with(|facts| facts.flags.0 |= 0x10)]
    {
        let filled = told.fill();
        for structure in EX {
            assert_eq!(number(&filled[&format!("{structure}.dwNumSwitchOvers")]), 3);
        }
    }
}

#[test]
fn poisoned_text_still_ends_in_nul() {
    let filled = ppp().with(|facts| facts.ipv4_error = Code::PPP_NO_ADDRESS_ASSIGNED).fill();
    for projection in PPP_ARM {
        let text = units(&filled[&format!("{projection}.wszAddress")]);
        assert_eq!((text.len(), text[15]), (16, 0));
        assert!(text[..15].iter().all(|unit| *unit == 0xCCCC));
    }
}
