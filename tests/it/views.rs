//! Windows versions and readings of open questions change the members they are about, and no others.

use std::collections::BTreeSet;

use mockras::abi::VIRTUAL_EPOCH;
use mockras::ras::{Code, Policy, Profile};

use crate::filled::{EX, IKEV2_ARM, LCP, PPP_ARM, SERIES_3, differences, ikev2, name, number, paths, ppp};

const CCP: &[&str] = &["RAS_CONNECTION_2.PppInfo2.ccp", "RAS_CONNECTION_3.PppInfo3.ccp"];
/// What tells of protocols up to Server 2003.
const OLDER: &[&str] = &["RAS_CONNECTION_1.PppInfo", "RAS_CONNECTION_2.PppInfo2"];

#[test]
fn each_reading_changes_its_own_members() {
    let addresses: &[&str] =
        &["wszAddress", "wszRemoteAddress", "bInterfaceIdentifier", "bRemoteInterfaceIdentifier"];
    let expected = |policy: &str| match policy {
        "projection_view" => paths(&[(PPP_ARM, addresses), (IKEV2_ARM, addresses)]),
        "lcp_flag_family" => paths(&[
            (LCP, &["dwOptions", "dwRemoteOptions"]),
            (PPP_ARM, &["dwLcpOptions", "dwLcpRemoteOptions"]),
        ]),
        "probation_timer" => paths(&[
            (SERIES_3, &["timer.dwLowDateTime", "timer.dwHighDateTime"]),
            (EX, &["probationTime.dwLowDateTime", "probationTime.dwHighDateTime"]),
        ]),
        "auth_header_size" => paths(&[(&["AUTH_VALIDATION_EX"], &["Header.size"])]),
        "structure_version" => paths(&[(SERIES_3, &["dwVersion", "PppInfo3.ipv6.dwVersion"])]),
        // What the newest Windows no longer has, and what there is not without PPP.
        "not_negotiated" => paths(&[
            (OLDER, &["nbf.dwError", "ipx.dwError", "at.dwError"]),
            (&["RAS_CONNECTION_3.PppInfo3"], &["nbf.dwError"]),
            (LCP, &["dwError"]),
            (CCP, &["dwError"]),
        ]),
        _ => BTreeSet::new(),
    };
    let kinds = [ppp(), ikev2()].map(|records| (records.fill(), records));
    for field in Policy::FIELDS {
        for (reading, _) in &field.readings[1..] {
            let mut changed = BTreeSet::new();
            for (by_default, records) in &kinds {
                let mut read = records.clone();
                read.view.policy.set(field.name, reading).expect("a reading");
                changed.extend(differences(by_default, &read.fill()));
            }
            assert_eq!(changed, expected(field.name), "{} = {reading}", field.name);
        }
    }
}

#[test]
fn each_reading_gives_the_documented_values() {
    let read = |policy: &str, reading: &str| {
        let mut records = ppp();
        records.view.policy.set(policy, reading).expect("a reading");
        records.fill()
    };
    let time = |policy, path: &str| {
        let filled = read("probation_timer", policy);
        let half = |half: &str| number(&filled[&format!("{path}.{half}")]);
        half("dwHighDateTime") << 32 | half("dwLowDateTime")
    };
    for path in ["RAS_CONNECTION_3.timer", "RAS_CONNECTION_EX.probationTime"] {
        assert_eq!(
            time("absolute", path),
            VIRTUAL_EPOCH + 6_000_000_000,
            "ten minutes after virtual time zero"
        );
        assert_eq!(time("relative", path), 2_400_000_000, "four minutes");
    }
    // 134774 days lie between 1601 and 1970, 10957 between 1970 and 2000.
    assert_eq!(VIRTUAL_EPOCH, (134_774 + 10_957) * 86_400 * 10_000_000);

    let client = read("projection_view", "client");
    assert_eq!(name(&client[&format!("{}.wszAddress", PPP_ARM[0])]), "10.0.0.107");
    assert_eq!(client[&format!("{}.bRemoteInterfaceIdentifier", PPP_ARM[0])], [2, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(name(&client["RAS_CONNECTION_3.PppInfo3.ip.wszAddress"]), "10.0.0.1", "not a projection");

    assert_eq!(number(&read("lcp_flag_family", "RASLCPO")["RAS_CONNECTION_2.PppInfo2.lcp.dwOptions"]), 7);
    let size = number(&read("auth_header_size", "actual")["AUTH_VALIDATION_EX.Header.size"]);
    assert_eq!(size, if size_of::<usize>() == 8 { 568 + 5 } else { 560 + 5 });
}

#[test]
fn protocols_that_windows_no_longer_has_are_zero() {
    let newest = ppp().fill();
    let nbf: &[&str] = &["nbf.dwError", "nbf.wszWksta"];
    let later: &[&str] = &["ipx.dwError", "ipx.wszAddress", "at.dwError", "at.wszAddress"];
    let old = OLDER;
    let all = [old, &["RAS_CONNECTION_3.PppInfo3"]].concat();
    let members = paths(&[(&all, nbf), (old, later)]);
    for path in &members {
        assert!(newest[path].iter().all(|byte| *byte == 0), "{path}");
    }
    for profile in Profile::ALL {
        let mut records = ppp().with(|facts| {
            (facts.nbf_error, facts.ipx_error, facts.at_error) = (Code(1), Code(2), Code(3));
        });
        records.view.profile = profile;
        let expected = match profile {
            Profile::Nt4Rras | Profile::Server2000 => members.clone(),
            Profile::Server2003 => paths(&[(old, later)]),
            _ => BTreeSet::new(),
        };
        let filled = records.fill();
        assert_eq!(differences(&filled, &newest), expected, "{profile}");
        if profile == Profile::Server2000 {
            assert_eq!(number(&filled["RAS_CONNECTION_3.PppInfo3.nbf.dwError"]), 1);
            assert_eq!(name(&filled["RAS_CONNECTION_2.PppInfo2.nbf.wszWksta"]), "WKSTA");
            assert_eq!(name(&filled["RAS_CONNECTION_1.PppInfo.ipx.wszAddress"]), "00000001.020304050607");
            assert_eq!(name(&filled["RAS_CONNECTION_1.PppInfo.at.wszAddress"]), "65280.128");
        }
    }
}
