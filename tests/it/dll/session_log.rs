//! `session-log`.

use mockras::dll::Registered;
use mockras::dll::stock::{Ledger, SessionLog, Usage};
use mockras::ras::{Callout, Name, Series};

use super::trial::Trial;

#[test]
fn sessions_of_a_user_add_up_in_every_series() {
    for &series in Series::ALL {
        let mut dll = Trial::of("stock:session-log");
        for (number, user) in [(1, "bob"), (2, "alice"), (3, "alice")] {
            assert_eq!(dll.accept(series, number, user), 1);
        }
        dll.hang_up(series, 3, "alice", 90);
        dll.hang_up(series, 1, "bob", 5);
        dll.hang_up(series, 2, "alice", 90);
        assert_eq!(dll.notes(), [""; 0], "not before the end");
        assert_eq!(dll.plain(Callout::TerminateDll), 0);
        assert_eq!(dll.notes(), ["alice: 2 sessions, 180 s", "bob: 1 session, 5 s"], "{series}");
        assert_eq!(dll.notes(), [""; 0], "once only");
    }
}

#[test]
fn end_without_beginning_and_beginning_without_end_count_nothing() {
    for &series in Series::ALL {
        let mut dll = Trial::of("stock:session-log");
        dll.hang_up(series, 1, "alice", 10);
        dll.accept(series, 2, "alice");
        dll.accept(series, 3, "bob");
        dll.accept(series, 3, "bob");
        dll.hang_up(series, 3, "bob", 1);
        dll.hang_up(series, 3, "bob", 1);
        dll.plain(Callout::TerminateDll);
        assert_eq!(dll.notes(), ["bob: 1 session, 1 s"], "{series}");
    }
}

#[test]
fn connection_announced_in_every_series_is_one_session() {
    let mut dll = Trial::of("stock:session-log");
    for (number, user) in [(1, "alice"), (2, "bob")] {
        Series::ALL.iter().for_each(|&series| _ = dll.accept(series, number, user));
    }
    for (number, user) in [(1, "alice"), (2, "bob")] {
        Series::ALL.iter().for_each(|&series| dll.hang_up(series, number, user, 30));
    }
    dll.plain(Callout::TerminateDll);
    assert_eq!(dll.notes(), ["alice: 1 session, 30 s", "bob: 1 session, 30 s"]);
}

#[test]
fn ledger_shared_by_two_instances_is_told_by_the_one_that_counts() {
    let ledger = Ledger::default();
    let kept = ledger.clone();
    let registered = Registered::new("billing", move || SessionLog::new(ledger.clone()));
    let [mut connections, mut addresses] = [Trial::load(&registered), Trial::load(&registered)];
    connections.accept(Series::Two, 1, "alice");
    assert_eq!([connections.link(1, 0), connections.link(1, 1)], [1, 1]);
    connections.hang_up(Series::Two, 1, "alice", 7);
    connections.plain(Callout::TerminateDll);
    addresses.plain(Callout::TerminateDll);
    assert_eq!((connections.notes().len(), addresses.notes().len()), (1, 0));
    assert_eq!(kept.users().get(&Name::from("alice")), Some(&Usage { sessions: 1, seconds: 7 }));
    assert_eq!(kept.links(), 2);
}
