//! DLLs in C and C++ that do what they owe the service: whatever is played with them, no rule is broken.
//!
//! Under the readings that are in force unless somebody says otherwise, and in the newest version of Windows.
//!
//! What `mockras check` finds open with them is `snapshots/conforming.snap`. `mockras fuzz --cases 20000`, which draws readings,
//! finds no error either (seed 1), and this, which is true of them:
//!
//! - AMB-02, `required_exports` read as `overview` or `era_union`, LOAD-10 and LOAD-11, of by_table, dispatcher,
//!   dual_stack_pool, health_gate, roaming_gate and session_journal: one list of the documentation demands InitializeDll and
//!   a pair of the plain or second series, another a function for reauthentication; they have others.
//! - AMB-04, `ex_binding` read as `exports`, LOAD-10 and LOAD-12, of by_table, dispatcher and roaming_gate: they fill the
//!   table, and export little of it.
//! - READINGS, an advice, of link_budget and session_map, and of `stock:link-limit`: they count what another DLL refuses
//!   afterwards, until the hangup, and whether that comes is AMB-09 and AMB-10.

use mockras::campaign::{Oracle, Problem, quieted};
use mockras::check::all_rules;
use mockras::generate::{Shape, case};
use mockras::pipeline::{Runner, judged};
use mockras::ras::{
    Callout, CalloutSet, EndpointEnabled, HangupAfterRefusal, HostileSet, LinkHangupAfterRefusal, Policy,
    PreauthEnabled, Profile,
};
use mockras::scenario::{Dll, Scenario, Span};
use mockras::transcript::{EntryKind, Transcript};
use mockras_native::worker::Isolated;
use mockras_testing::assert_none;
use mockras_testing::dll::{self, fixtures, program};

use crate::corpus;
use crate::proof::every_rule;

/// How many generated scenarios are played with each DLL, unless [`CASES_VARIABLE`] says otherwise.
const CASES: u64 = 60;
const CASES_VARIABLE: &str = "MOCKRAS_CONFORMING_CASES";

/// The seed that they are drawn from.
const SEED: u64 = 15;

/// Those of which READINGS is true: see above.
const COUNT_WHAT_IS_REFUSED: [&str; 2] = ["conforming/link_budget", "conforming/session_map"];

/// Children of the command, with a timeout that no busy machine needs.
fn isolated() -> Isolated {
    Isolated::new(program("child"), [""; 0]).timeout(Span { ms: 20_000 })
}

/// The conforming DLLs by their names.
fn conforming() -> Vec<(String, Dll)> {
    let named = |name: String| {
        let file = dll::c(&name);
        (name, Dll::file(file.to_str().expect("a path in UTF-8")))
    };
    fixtures("conforming").into_iter().map(named).collect()
}

/// The scenarios of the corpus for a version of Windows that knows the Ex series, as played in the newest one under the
/// default readings; not those that hand DLLs what is wrong.
fn scenarios() -> Vec<(String, Scenario)> {
    let mut scenarios = corpus();
    scenarios.retain(|(_, scenario)| {
        scenario.profile >= Profile::Server2008R2 && scenario.hostile == HostileSet::NONE
    });
    for (_, scenario) in &mut scenarios {
        scenario.profile = Profile::default();
        *scenario = scenario.without_expectations();
        scenario.policy = Policy::default();
        scenario.dll_path = None;
    }
    scenarios
}

/// The readings under which DLLs are called more often: about what was refused, which a DLL survives as well (HANGUP-07),
/// and by the two functions that no page describes.
fn talkative() -> Policy {
    Policy {
        hangup_after_refusal: HangupAfterRefusal::All,
        link_hangup_after_refusal: LinkHangupAfterRefusal::All,
        endpoint_enabled: EndpointEnabled::Yes,
        preauth_enabled: PreauthEnabled::Yes,
        ..Policy::default()
    }
}

/// What is found in the corpus with this DLL alone; what is called of it is added to `called`.
fn found_in_corpus(runner: &dyn Runner, dll: &Dll, called: &mut CalloutSet) -> Vec<String> {
    let mut found = Vec::new();
    let mut play = |name: &str, scenario: &Scenario| {
        let (transcript, verdicts) = judged(scenario, runner, every_rule());
        found.extend(verdicts.findings().map(|finding| format!("{name}\n{finding}")));
        asked(&transcript).for_each(|callout| called.insert(callout));
        assert_eq!(runner.cut(), None, "{name}");
        transcript
    };
    for (name, scenario) in scenarios() {
        let default = Scenario { dlls: vec![dll.clone()], ..scenario };
        let transcript = play(&name, &default).to_string();
        if ["= FALSE", "{ endpoint =", "{ pre-authenticate ="].iter().any(|word| transcript.contains(word)) {
            play(&format!("{name}, talkative"), &Scenario { policy: talkative(), ..default });
        }
    }
    found
}

fn asked(transcript: &Transcript) -> impl Iterator<Item = Callout> {
    transcript.entries.iter().filter_map(|entry| match &entry.kind {
        EntryKind::Asked(ask) => Some(ask.entry.callout),
        _ => None,
    })
}

/// Between them they are called in every way that there is.
#[test]
fn conforming_dlls_break_no_rule_in_the_corpus() {
    assert!(scenarios().len() > 100, "the corpus is gone: {}", scenarios().len());
    assert!(conforming().len() >= 10, "{:?}", conforming());
    let mut called = CalloutSet::EMPTY;
    for (name, dll) in conforming() {
        let found = found_in_corpus(&isolated(), &dll, &mut called);
        assert!(found.is_empty(), "{name}: {}", found.join("\n"));
    }
    let missing: Vec<_> = Callout::ALL.iter().filter(|callout| !called.contains(**callout)).collect();
    assert_eq!(missing, [] as [&Callout; 0]);
}

#[test]
fn conforming_dlls_break_no_rule_in_generated_scenarios() {
    let cases = std::env::var(CASES_VARIABLE).ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES);
    let readings = Policy::FIELDS.iter().map(|field| (field.name, field.readings[0].0)).collect();
    let shape = Shape { profiles: vec![Profile::default()], readings, ..Shape::default() };
    let mut found = Vec::new();
    for (name, dll) in conforming() {
        let shape = Shape { subjects: vec![dll], ..shape.clone() };
        let isolated = isolated();
        for number in 0..cases {
            let scenario = quieted(&case(SEED, number, &shape));
            assert_eq!(scenario.policy, Policy::default(), "{number}");
            // Some are played twice: the same has to happen.
            let oracle = Oracle::by(all_rules());
            let oracle = if number.is_multiple_of(8) { oracle.twice() } else { oracle };
            let outcome = oracle.judge(&scenario, &isolated);
            let is_true = |problem: &Problem| {
                problem.signature.text().starts_with("READINGS") && COUNT_WHAT_IS_REFUSED.contains(&&*name)
            };
            let problems = outcome.problems.into_iter().filter(|problem| !is_true(problem));
            found.extend(problems.map(|problem| format!("{name}, case {number}:\n{}", problem.text)));
            assert_eq!(outcome.cut, None, "{name}, case {number}");
        }
    }
    assert_none(&found);
}

/// Without this, the tests above could be content with anything.
#[test]
fn dll_that_does_not_conform_is_found() {
    for (name, rule) in [("defect/null_write", "RUN-01"), ("defect/true_is_two", "CONN-03")] {
        let file = dll::c(name);
        let dll = Dll::file(file.to_str().expect("a path in UTF-8"));
        let found = found_in_corpus(&isolated(), &dll, &mut CalloutSet::EMPTY.clone());
        assert!(found.iter().any(|finding| finding.contains(rule)), "{name}: {found:?}");
    }
}
