//! `refuse-user` and `quarantine-gate`.

use mockras::ras::{Callout, Series};

use super::trial::{Facts, Trial};

#[test]
fn user_listed_is_refused_in_every_series() {
    let mut dll = Trial::of(r#"stock:refuse-user,users=["bob", "mallory"]"#);
    for &series in Series::ALL {
        let verdicts = ["alice", "bob", "mallory", "bo", "bobb", "Bob", ""];
        let verdicts = verdicts.map(|user| dll.accept(series, 1, user));
        assert_eq!(verdicts, [1, 0, 0, 1, 1, 1, 1], "{series}");
    }
}

#[test]
fn user_refused_and_hung_up_stays_refused() {
    let mut dll = Trial::of(r#"stock:refuse-user,users=["bob"],table=true"#);
    dll.initialize_ex();
    for &series in Series::ALL {
        dll.hang_up(series, 1, "bob", 0);
        assert_eq!(dll.accept(series, 1, "bob"), 0);
        dll.hang_up(series, 1, "bob", 0);
        assert_eq!([dll.accept(series, 2, "bob"), dll.accept(series, 3, "alice")], [0, 1]);
    }
}

fn verdicts(dll: &mut Trial, callout: Callout) -> [u32; 5] {
    [0, 1, 2, 3, 4].map(|state| dll.connection(callout, Facts { state, ..Facts::default() }))
}

#[test]
fn states_unless_given_are_all_but_quarantine() {
    for spec in ["stock:quarantine-gate", "stock:quarantine-gate,table=true"] {
        let mut dll = Trial::of(spec);
        if dll.exports().contains(Callout::InitializeDllEx) {
            dll.initialize_ex();
        }
        assert_eq!(verdicts(&mut dll, Callout::AcceptReauthentication), [1, 0, 1, 1, 0], "{spec}");
        assert_eq!(verdicts(&mut dll, Callout::AcceptReauthenticationEx), [1, 0, 1, 1, 0], "{spec}");
    }
}

#[test]
fn states_given_are_those_that_stay() {
    let mut dll = Trial::of("stock:quarantine-gate,states=[\"quarantine\", 4]");
    assert_eq!(verdicts(&mut dll, Callout::AcceptReauthentication), [0, 1, 0, 0, 1]);
    assert_eq!(verdicts(&mut dll, Callout::AcceptReauthenticationEx), [0, 1, 0, 0, 1]);
}

#[test]
fn connection_new_is_accepted_in_any_state() {
    let mut dll = Trial::of("stock:quarantine-gate");
    for &series in Series::ALL {
        assert_eq!(dll.connection(series.accept(), Facts { state: 1, ..Facts::default() }), 1, "{series}");
    }
}
