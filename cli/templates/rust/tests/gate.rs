//! The DLL as a type, without being built and loaded.

use gate::Gate;
use mockras::prelude::*;
use mockras::transcript::Transcript;

/// What happens if these steps are played against the DLL.
fn played(steps: impl IntoIterator<Item = Step>) -> Transcript {
    mockras::run(&Scenario::of(steps), &[Registered::new("gate", Gate::default)])
}

#[test]
fn guest_is_refused_whatever_the_case() {
    for name in ["guest", "Guest", "GUEST"] {
        let run = played([Step::dial("VPN2-0", name)]);
        run.expect().connection("VPN2-0").refused_because(Refusal::Vote);
        run.assert_kept();
    }
}

#[test]
fn guest_of_another_name_is_let_in() {
    let run = played([Step::dial("VPN2-0", "guest2")]);
    run.expect().connection("VPN2-0").connected();
    run.assert_kept();
}

#[test]
fn users_have_addresses_of_their_own() {
    let run = played([Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "bob")]);
    run.expect().connection("VPN2-0").ipv4("10.8.0.10");
    run.expect().connection("VPN2-1").ipv4("10.8.0.11");
    run.assert_kept();
}

#[test]
fn scenarios_of_the_project_keep_every_rule() {
    for entry in std::fs::read_dir("scenarios").expect("the folder is there") {
        let file = entry.expect("it can be read").path();
        let scenario = Scenario::load(&file).expect("a scenario");
        mockras::run(&scenario, &[Registered::new("gate", Gate::default)]).assert_kept();
    }
}
