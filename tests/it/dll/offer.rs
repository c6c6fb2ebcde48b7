//! Which entry points a stock DLL offers, and by which way.

use mockras::dll::LoadPlace;
use mockras::dll::stock::{default_dll, registered};
use mockras::model::Slot;
use mockras::ras::{Callout, CalloutSet, Series};
use mockras::scenario::{Dll, Stock};

use super::trial::Trial;

const SERIES: [Callout; 8] = [
    Callout::AcceptNewConnection,
    Callout::AcceptNewConnection2,
    Callout::AcceptNewConnection3,
    Callout::AcceptNewConnectionEx,
    Callout::ConnectionHangupNotification,
    Callout::ConnectionHangupNotification2,
    Callout::ConnectionHangupNotification3,
    Callout::ConnectionHangupNotificationEx,
];

fn exports(spec: &str) -> CalloutSet {
    Trial::of(spec).exports()
}

#[test]
fn accept_all_unless_told_otherwise_exports_everything_but_initialize_ex() {
    let mut all: CalloutSet = Callout::ALL.iter().copied().collect();
    all.remove(Callout::InitializeDllEx);
    assert_eq!(exports("stock:accept-all"), all);
    assert_eq!(default_dll().name(), "accept-all");
    assert_eq!(default_dll().load(LoadPlace::new()).expect("is there").exports(), all);
}

#[test]
fn stock_dll_unless_told_otherwise_exports_what_every_list_demands() {
    for &stock in Stock::ALL {
        let spec = Dll { users: Some(vec!["bob".into()]), ..Dll::stock(stock) };
        let loaded = registered(&spec).load(LoadPlace::new()).expect("is there").exports();
        let mandatory = "InitializeDll TerminateDll AcceptNewLink LinkHangupNotification AcceptNewConnection2 \
             ConnectionHangupNotification2";
        for callout in mandatory.parse::<CalloutSet>().expect("callouts").iter() {
            assert!(loaded.contains(callout), "{} {callout}", stock);
        }
        let reauthentication = [Callout::AcceptReauthentication, Callout::AcceptReauthenticationEx];
        let is_there = reauthentication.map(|callout| loaded.contains(callout));
        assert_eq!(is_there, [true, stock != Stock::Silent], "{}", stock);
        let addresses = [Callout::GetIpAddressForUser, Callout::ReleaseIpv6AddressForUser];
        let given = matches!(stock, Stock::AcceptAll | Stock::AddressPool | Stock::Scripted);
        assert_eq!(addresses.map(|callout| loaded.contains(callout)), [given; 2], "{}", stock);
    }
}

#[test]
fn series_given_leave_those_pairs_only() {
    for &series in Series::ALL {
        for stock in ["accept-all", "silent", "link-limit", "address-pool", "session-log", "quarantine-gate"]
        {
            let left = exports(&format!("stock:{stock},series=[\"{series}\"]"));
            let pairs = SERIES.into_iter().filter(|&callout| left.contains(callout));
            assert_eq!(pairs.collect::<Vec<_>>(), [series.accept(), series.hangup()], "{stock}");
        }
    }
}

#[test]
fn addresses_given_decide_both_pairs() {
    let pairs: CalloutSet = Callout::SLOTS[..4].iter().copied().collect();
    for (stock, given) in [("silent", true), ("session-log", true), ("accept-all", false)] {
        let left = exports(&format!("stock:{stock},addresses={given}"));
        assert!(pairs.iter().all(|callout| left.contains(callout) == given), "{stock}: {left}");
    }
}

#[test]
fn table_given_replaces_exports_that_have_a_slot() {
    let mut trial = Trial::of("stock:accept-all,table=true");
    let expected = "InitializeDllEx AcceptNewConnection AcceptNewConnection2 AcceptNewConnection3 \
                    ConnectionHangupNotification ConnectionHangupNotification2 \
                    ConnectionHangupNotification3 AcceptReauthentication";
    assert_eq!(trial.exports(), expected.parse().expect("callouts"));
    let table = trial.initialize_ex();
    assert_eq!((table.revision, table.slots), (2, [Slot::Set; 12]));
}

#[test]
fn table_of_a_narrow_dll_holds_null_elsewhere() {
    let mut trial = Trial::of("stock:silent,table=true,series=[\"ex\"]");
    assert_eq!(trial.exports(), "InitializeDllEx AcceptReauthentication".parse().expect("callouts"));
    let table = trial.initialize_ex();
    for (slot, callout) in table.slots.into_iter().zip(Callout::SLOTS) {
        let set = "TerminateDll AcceptNewConnectionEx ConnectionHangupNotificationEx AcceptNewLink \
                   LinkHangupNotification";
        let set: CalloutSet = set.parse().expect("callouts");
        assert_eq!(slot, if set.contains(callout) { Slot::Set } else { Slot::Null }, "{callout}");
    }
}

#[test]
fn name_given_is_what_transcripts_call_it() {
    let spec = "stock:silent,name=\"first\"".parse().expect("a spec");
    assert_eq!(registered(&spec).name(), "first");
}
