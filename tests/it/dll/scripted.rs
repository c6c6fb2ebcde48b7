//! `scripted`.

use std::net::Ipv4Addr;

use mockras::dll::stock::registered;
use mockras::dll::{LoadPlace, ProcessEnds};
use mockras::model::{LoadFailure, Slot};
use mockras::ras::{Callout, ResultKind, Series};

use super::trial::{Facts, Trial};

const NONE: Ipv4Addr = Ipv4Addr::UNSPECIFIED;

fn scripted(script: &str) -> Trial {
    Trial::of(&format!("stock:scripted,script={{{script}}}"))
}

#[test]
fn script_empty_accepts_everything() {
    let mut dll = Trial::of("stock:scripted");
    let all_but_one = Callout::ALL.iter().copied().filter(|c| *c != Callout::InitializeDllEx);
    assert_eq!(dll.exports(), all_but_one.collect());
    assert_eq!([Callout::InitializeDll, Callout::TerminateDll].map(|callout| dll.plain(callout)), [0, 0]);
    for callout in Callout::ALL.iter().copied().filter(|c| c.word().contains("Connection")) {
        if callout == Callout::ValidatePreAuthenticatedConnectionEx {
            continue;
        }
        let expected = u32::from(callout.result() == ResultKind::Verdict);
        assert_eq!(dll.connection(callout, Facts::default()), expected, "{callout}");
    }
    assert_eq!([0, 1, 2].map(|port| dll.link(1, port)), [1, 1, 1]);
    let offered = Ipv4Addr::new(10, 0, 0, 7);
    assert_eq!(dll.get4("alice", offered), (0, offered, 0));
    assert_eq!(dll.get6([7; 16]), (0, [7; 16], 0));
    assert_eq!(dll.release6([7; 16]), 0);
}

#[test]
fn results_scripted_come_back() {
    let mut dll = scripted(
        "initialize='ERROR_ACCESS_DENIED',terminate=1,ipv4-result=738,ipv6-result=87,release6=50,preauth=691",
    );
    assert_eq!([Callout::InitializeDll, Callout::TerminateDll].map(|callout| dll.plain(callout)), [5, 1]);
    assert_eq!((dll.get4("alice", NONE).0, dll.get6([0; 16]).0, dll.release6([0; 16])), (738, 87, 50));
    assert_eq!(dll.validate(), 691);
}

#[test]
fn refusals_scripted_refuse_those_and_no_others() {
    let mut dll = scripted(
        "true-is=-1,refuse-users=['bob'],refuse-ports=['VPN2-1'],refuse-states=['quarantine'],\
         refuse-endpoints=['192.0.2.9']",
    );
    let yes = u32::MAX;
    for &series in Series::ALL {
        assert_eq!([dll.accept(series, 1, "alice"), dll.accept(series, 2, "bob")], [yes, 0], "{series}");
    }
    assert_eq!([dll.link(1, 0), dll.link(1, 1)], [yes, 0]);
    for callout in [Callout::AcceptReauthentication, Callout::AcceptReauthenticationEx] {
        let verdicts = [0, 1].map(|state| dll.connection(callout, Facts { state, ..Facts::default() }));
        assert_eq!(verdicts, [yes, 0], "{callout}");
    }
    let moves = ["192.0.2.8", "192.0.2.9"].map(|endpoint| {
        dll.connection(Callout::AcceptTunnelEndpointChangeEx, Facts { endpoint, ..Facts::default() })
    });
    assert_eq!(moves, [yes, 0]);
}

#[test]
fn links_limited_count_per_connection() {
    let mut dll = Trial::of("stock:scripted,links=1");
    assert_eq!([dll.link(1, 0), dll.link(1, 1), dll.link(2, 1)], [1, 0, 1]);
    dll.drop_link(1, 0);
    assert_eq!(dll.link(1, 2), 1);
    dll.hang_up(Series::Two, 1, "alice", 0);
    assert_eq!(dll.link(1, 3), 1);
    assert_eq!(Trial::of("stock:scripted,links=0").link(1, 0), 0);
}

#[test]
fn addresses_scripted_are_written_or_left() {
    let offered = Ipv4Addr::new(10, 0, 0, 7);
    let v6 = [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9];
    for (script, v4, expected6, notify) in [
        ("ipv4='zero',ipv6='zero',notify='true'", NONE, [0; 16], 1),
        ("ipv4='kept',ipv6='kept',notify='false'", offered, [7; 16], 0),
        ("ipv4='10.9.9.9',ipv6='fe80::9',notify=-2", Ipv4Addr::new(10, 9, 9, 9), v6, -2),
    ] {
        let mut dll = scripted(script);
        assert_eq!(dll.get4("alice", offered), (0, v4, notify), "{script}");
        assert_eq!(dll.get6([7; 16]), (0, expected6, notify), "{script}");
    }
}

#[test]
fn table_scripted_keeps_what_is_not_listed() {
    let mut dll = scripted("exports=['InitializeDllEx'],slots=['AcceptNewLink'],refuse-ports=['VPN2-1']");
    assert_eq!(dll.exports(), [Callout::InitializeDllEx].into_iter().collect());
    let table = dll.initialize_ex();
    let set = Callout::SLOTS.map(|callout| match callout {
        Callout::AcceptNewLink => Slot::Set,
        _ => Slot::Poison,
    });
    assert_eq!((table.revision, table.slots), (0, set));
    assert_eq!([dll.link(1, 0), dll.link(1, 1)], [1, 0], "the slot answers as the export would");
    let table = scripted("exports=['InitializeDllEx'],revision=7").initialize_ex();
    assert_eq!((table.revision, table.slots), (7, [Slot::Set; 12]));
}

#[test]
fn file_missing_is_a_failure_to_load() {
    let spec = "stock:scripted,script={missing=true}".parse().expect("a spec");
    assert_eq!(registered(&spec).load(LoadPlace::new()).err(), Some(LoadFailure::Missing));
}

#[test]
fn end_of_the_process_scripted_is_a_panic_of_its_own() {
    let mut dll = scripted("dies=['AcceptNewLink']");
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| dll.link(1, 0)));
    let ends = caught.expect_err("it ends").downcast::<ProcessEnds>().expect("the payload says so");
    assert_eq!(ends.0, "scripted end of the process in AcceptNewLink");
}

#[test]
fn fault_scripted_panics_in_that_callout_only() {
    let mut dll = scripted("faults=['AcceptNewLink']");
    assert_eq!(dll.plain(Callout::InitializeDll), 0);
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| dll.link(1, 0)));
    let message = caught.expect_err("it faults");
    let message = message.downcast_ref::<String>().map(String::as_str);
    assert_eq!(message, Some("scripted fault in AcceptNewLink"));
}
