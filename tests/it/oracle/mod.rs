//! A second opinion on the order of calls: a plain program, written from the contract, beside the model.

mod case;
mod connections;
mod drive;
mod program;

use std::fmt::Write;

use mockras::ras::Callout;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRunner};

use case::{Answer, Case};
use drive::{Call, calls};
use program::Program;

/// How many bytes a case is drawn from.
const BYTES: usize = 320;

/// Where the calls are not those of the contract, with all that is needed to see why.
fn difference(case: &Case, calls: &[Call]) -> Option<String> {
    let (at, expected) = Program::compare(case, calls).err()?;
    let mut text = format!("{case}");
    for call in &calls[..at] {
        writeln!(text, "  {call}").expect("a string grows");
    }
    let made = calls.get(at).map_or_else(|| "no more calls".to_owned(), Call::to_string);
    write!(text, "expected {expected}\n   found {made}").expect("a string grows");
    Some(text)
}

/// The same cases each time, unless the environment asks for others: `PROPTEST_CASES=20000 cargo test -p mockras --test it oracle`.
fn config() -> ProptestConfig {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = 1000;
    }
    if std::env::var_os("PROPTEST_RNG_SEED").is_none() {
        config.rng_seed = RngSeed::Fixed(1);
    }
    config
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_service_calls_what_the_contract_says(bytes in proptest::collection::vec(any::<u8>(), BYTES)) {
        let case = Case::drawn(&bytes);
        let difference = difference(&case, &calls(&case));
        prop_assert!(difference.is_none(), "{}", difference.unwrap_or_default());
    }
}

/// So many cases, whatever the environment says.
fn cases(many: usize) -> Vec<Case> {
    let config = ProptestConfig { rng_seed: RngSeed::Fixed(2), ..ProptestConfig::default() };
    let mut runner = TestRunner::new(config);
    let bytes = proptest::collection::vec(any::<u8>(), BYTES);
    let drawn = |_| Case::drawn(&bytes.new_tree(&mut runner).expect("bytes").current());
    (0..many).map(drawn).collect()
}

/// Counts the lists that a mutation applies to, and fails if one of them passes for right.
fn every_mutation_is_told(mutate: impl Fn(&mut Vec<Call>) -> bool) {
    let mut told = 0;
    for case in cases(200) {
        let made = calls(&case);
        let mut mutated = made.clone();
        if mutate(&mut mutated) && mutated != made {
            assert!(difference(&case, &mutated).is_some(), "{case}");
            told += 1;
        }
    }
    assert!(told > 20, "{told} lists were mutated");
}

#[test]
fn a_second_terminate_dll_is_told() {
    every_mutation_is_told(|calls| {
        let found = calls.iter().position(|call| call.callout == Callout::TerminateDll);
        found.is_some_and(|at| {
            calls.insert(at, calls[at]);
            true
        })
    });
}

#[test]
fn a_call_that_is_left_out_is_told() {
    every_mutation_is_told(|calls| {
        // The last call: were another left out, an equal one could stand in for it.
        calls.pop().is_some()
    });
}

#[test]
fn a_hangup_in_a_series_that_was_never_asked_is_told() {
    every_mutation_is_told(|calls| {
        let is_hangup = |call: &Call| call.callout == Callout::ConnectionHangupNotification3;
        let found = calls.iter().position(is_hangup);
        found.is_some_and(|at| {
            let callout = Callout::ConnectionHangupNotification2;
            calls.insert(at, Call { callout, answer: Answer::Good, ..calls[at] });
            true
        })
    });
}

#[test]
fn two_calls_in_the_wrong_order_are_told() {
    every_mutation_is_told(|calls| {
        let differ = |pair: &[Call]| (pair[0].dll, pair[0].callout) != (pair[1].dll, pair[1].callout);
        let found = calls.windows(2).position(differ);
        found.is_some_and(|at| {
            calls.swap(at, at + 1);
            true
        })
    });
}
