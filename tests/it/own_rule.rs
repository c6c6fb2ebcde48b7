//! A rule of a user's own, written and judged as in any crate that depends on mockras.

use mockras::check::{Family, Judge, Look, Twins, Verdict, judge};
use mockras::dll::stock;
use mockras::prelude::*;
use mockras::scenario::{Dll, Stock};

mockras::rule! {
    /// Mallory is locked out: no DLL is asked for an address for that user, because one of them has refused the connection.
    ///
    /// No page of the documentation knows mallory. The rule is that of a house, so its id is one that mockras does not use.
    id: "HOUSE-01",
    name: "mallory-is-never-given-an-address",
    applies_to: Dial,
    check: is_never_asked,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "mallory" } }
         0.000  c1            authenticated handle=65537 user=mallory
         0.000  call   conn/1 AcceptNewConnection2 c1 = FALSE
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptNewConnection2 c1 = FALSE
    "# with r#"
         0.000  call   ip/1   GetIpAddressForUser user=mallory port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=FALSE
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
    "#,
}

fn is_never_asked(look: &Look<'_>, judge: &mut Judge<'_>) {
    for connection in look.connections() {
        if connection.facts.is_none_or(|facts| facts.user != "mallory") {
            continue;
        }
        let mut gets = look.calls_about(connection.number);
        match gets.find(|call| Family::ALL.iter().any(|family| call.callout() == family.get())) {
            Some(call) => _ = judge.broken(call, "a call for mallory", "a connection that is refused first"),
            None => judge.held(),
        }
    }
}

/// What the rule says of a scenario with this DLL, where DLLs are asked about users first.
fn verdict(dll: &Dll, user: &str) -> (Verdict, String) {
    let policy = mockras::ras::Policy {
        ip_vs_accept: mockras::ras::IpVsAccept::AcceptFirst,
        ..mockras::ras::Policy::default()
    };
    let scenario = Scenario { policy, ..Scenario::of([Step::dial("VPN2-0", user)]) };
    let run = mockras::run(&scenario, &[stock::registered(dll)]);
    let verdicts = judge(&run, Twins::default(), &[&RULE]);
    (verdicts.outcomes[0].verdict.clone(), verdicts.to_string())
}

#[test]
fn own_rule_is_proven_by_its_examples() {
    let (run, _) = RULE.example_that_holds().expect("a transcript");
    assert!(matches!(judge(&run, Twins::default(), &[&RULE]).outcomes[0].verdict, Verdict::Held));
    let (run, _) = RULE.example_that_breaks().expect("a transcript");
    assert_eq!(judge(&run, Twins::default(), &[&RULE]).findings().count(), 1);
    assert_eq!(RULE.rows().count(), 0, "it decides nothing that the documentation says");
}

#[test]
fn own_rule_judges_runs_as_any_other() {
    let pool = Dll::stock(Stock::AddressPool);
    let (broken, told) = verdict(&pool, "mallory");
    assert!(matches!(broken, Verdict::Broken(_)), "{told}");
    let expected = "\
error: HOUSE-01 mallory-is-never-given-an-address
  where      step 1, connection 1, GetIpAddressForUser of ip/1, on server-2012
  called     user=mallory port=VPN2-0 offered=10.0.0.2
  observed   a call for mallory
  expected   a connection that is refused first
  duty       HOUSE-01: Mallory is locked out: no DLL is asked for an address for that user, because one of them has refused the connection.
";
    assert!(told.starts_with(expected), "{told}");
    assert!(matches!(verdict(&pool, "alice").0, Verdict::NotApplicable));
    let refuser = Dll { users: Some(vec!["mallory".into()]), ..Dll::stock(Stock::RefuseUser) };
    assert!(matches!(verdict(&refuser, "mallory").0, Verdict::Held));
}

/// What a run that is expected to be kept, by this rule too, panics with.
fn complaint(dll: &Dll, user: &str) -> Option<String> {
    let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", user)]), &[stock::registered(dll)]);
    let panic = std::panic::catch_unwind(|| run.assert_kept_with(&[&RULE])).err()?;
    Some(panic.downcast_ref::<String>().expect("a panic with a message").clone())
}

#[test]
fn own_rule_judges_beside_the_catalogue_and_must_apply() {
    let refuser = Dll { users: Some(vec!["mallory".into()]), ..Dll::stock(Stock::RefuseUser) };
    assert_eq!(complaint(&refuser, "mallory"), None);
    let broken = complaint(&Dll::stock(Stock::AddressPool), "mallory").expect("the pool gives an address");
    assert!(broken.starts_with("\nerror: HOUSE-01 mallory-is-never-given-an-address\n"), "{broken}");
    let idle = complaint(&refuser, "alice").expect("a rule that never applied is no pass");
    assert!(
        idle.starts_with("\nHOUSE-01 mallory-is-never-given-an-address is untested: it takes a dial\n"),
        "{idle}"
    );
}
